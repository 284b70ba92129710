/**
 * What the protocols of proxies have in common: a {@link dev.sennit.protocol.proxy.Destination} is where a way leads, a
 * {@link dev.sennit.protocol.proxy.ProxyTarget} is what a client asks of a proxy, and a
 * {@link dev.sennit.protocol.proxy.ProxyClientLayer} is the layer that asks.
 *
 * <p>Such layers know neither what is below them nor what is above, so that they go over one another, and over and under
 * TLS, to any depth.
 */
@NullMarked
package dev.sennit.protocol.proxy;

import org.jspecify.annotations.NullMarked;
