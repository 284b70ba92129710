/**
 * JMH benchmarks of inner loops: what one call costs and what it allocates. Run them with {@code ./run jmh -prof gc}.
 *
 * <p>{@link dev.sennit.benchmarks.inner.EchoBenchmark} is the one with a bar: no byte allocated for a message.
 */
@NullMarked
package dev.sennit.benchmarks.inner;

import org.jspecify.annotations.NullMarked;
