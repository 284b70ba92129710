/** Stacks that take several rooms: every bottom, with each proxy's handshake, under zero to two layers of TLS. */
@NullMarked
package dev.sennit.integration.product;

import org.jspecify.annotations.NullMarked;
