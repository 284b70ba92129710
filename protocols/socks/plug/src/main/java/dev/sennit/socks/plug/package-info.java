/** The service {@code socks}: a SOCKS server that opens connections through endpoints. */
@NullMarked
package dev.sennit.socks.plug;

import org.jspecify.annotations.NullMarked;
