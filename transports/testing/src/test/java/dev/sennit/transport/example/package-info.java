/** A transport and a layer of one's own, from public types alone: what CONTRIBUTING's recipes build step by step. */
@NullMarked
package dev.sennit.transport.example;

import org.jspecify.annotations.NullMarked;
