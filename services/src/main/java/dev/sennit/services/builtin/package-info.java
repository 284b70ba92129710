/** The services that come with the command: the small protocols, under the names that people know them by. */
@NullMarked
package dev.sennit.services.builtin;

import org.jspecify.annotations.NullMarked;
