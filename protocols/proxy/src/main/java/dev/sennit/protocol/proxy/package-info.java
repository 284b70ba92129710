/**
 * How proxies are asked for a way on, and how they say for whom they ask: SOCKS, HTTP CONNECT, the PROXY header.
 *
 * <p>Each family has a package: {@link dev.sennit.protocol.proxy.socks}, {@link dev.sennit.protocol.proxy.http},
 * {@link dev.sennit.protocol.proxy.header}. A {@link dev.sennit.protocol.proxy.Destination} is where a way leads.
 */
@NullMarked
package dev.sennit.protocol.proxy;

import org.jspecify.annotations.NullMarked;
