/** The snippets of the README, compiled and run. */
@NullMarked
package dev.sennit.readme;

import org.jspecify.annotations.NullMarked;
