/** The small protocols as services, under the names that people know them by. */
@NullMarked
package dev.sennit.small.plug;

import org.jspecify.annotations.NullMarked;
