/**
 * The PROXY header, versions 1 and 2: what a proxy says first about the connection that it passes on.
 *
 * <p>{@link dev.sennit.protocol.proxy.header.ProxyHeader} is the value, which encodes itself, and
 * {@link dev.sennit.protocol.proxy.header.ProxyHeaderDecoder} reads it. The rules are those of "The PROXY protocol,
 * versions 1 &amp; 2", a document of HAProxy's.
 */
@NullMarked
package dev.sennit.protocol.proxy.header;

import org.jspecify.annotations.NullMarked;
