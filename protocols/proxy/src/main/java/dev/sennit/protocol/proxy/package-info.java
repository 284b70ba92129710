/**
 * How proxies are asked for a way on, and how they say for whom they ask: SOCKS, HTTP CONNECT, the PROXY header.
 *
 * <p>Each family has a package: {@link dev.sennit.protocol.proxy.socks}, {@link dev.sennit.protocol.proxy.http},
 * {@link dev.sennit.protocol.proxy.header}. A {@link dev.sennit.protocol.proxy.Destination} is where a way leads.
 *
 * <p>What speaks them on a connection are {@linkplain dev.sennit.transport.Layer layers}, which know neither what is below
 * them nor what is above, so that they go over one another, and over and under TLS, to any depth:
 *
 * <pre>{@code
 * Passage passage = Passage.to(Destination.of("example.org", 443));
 * factory.through(() -> SocksClientLayer.socks5(passage))                  // a client, to a SOCKS server
 * factory.through(() -> new HttpConnectLayer(passage, Optional.empty()))   // a client, to an HTTP proxy
 * factory.through(() -> new ProxyHeaderReader(ProxyHeaderRules.DEFAULT))   // a server, behind a proxy
 * factory.through(() -> ProxyHeaderWriter.ofItself(2))                     // a client, to such a server
 * }</pre>
 *
 * <p>Each waits for a {@link dev.sennit.transport.HandshakeTimeout} at most, holds a bounded number of bytes, and fails
 * with an error that names the proxy and what it said. {@link dev.sennit.transport.HandshakeLayer} is what they have in
 * common, for those who write others. An {@link dev.sennit.protocol.proxy.IpNetwork} says who is trusted.
 */
@NullMarked
package dev.sennit.protocol.proxy;

import org.jspecify.annotations.NullMarked;
