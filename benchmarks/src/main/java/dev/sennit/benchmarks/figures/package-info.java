/** Tables of what was measured. */
@NullMarked
package dev.sennit.benchmarks.figures;

import org.jspecify.annotations.NullMarked;
