/** Files that are watched: what is made of them is made again when they change. For this kit's own modules. */
@NullMarked
package dev.sennit.x509.watch;

import org.jspecify.annotations.NullMarked;
