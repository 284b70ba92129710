/** Programs of ours as processes: starting them, talking to them by lines, and ending them. */
@NullMarked
package dev.sennit.integration.process;

import org.jspecify.annotations.NullMarked;
