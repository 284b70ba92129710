/** Watches over files, which are read again when they change. Exported to this kit's own modules alone. */
@NullMarked
package dev.sennit.x509.watch;

import org.jspecify.annotations.NullMarked;
