/** A development certificate authority, and the certificates it issues. */
@NullMarked
package dev.sennit.certs;

import org.jspecify.annotations.NullMarked;
