/** Files that are watched: what is made of them is made again when they change. For this kit's own modules. */
@NullMarked
package dev.sennit.transport.tls.watch;

import org.jspecify.annotations.NullMarked;
