/** Whether the examples in the README files are what is compiled and run. */
@NullMarked
package dev.sennit.integration.readme;

import org.jspecify.annotations.NullMarked;
