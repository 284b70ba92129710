/** The peers themselves, talked to, and how the harness behaves when one fails. */
package dev.sennit.peers;
