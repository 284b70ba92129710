/** Echo over Sennit. */
@NullMarked
package dev.sennit.benchmarks.echo;

import org.jspecify.annotations.NullMarked;
