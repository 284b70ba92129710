/**
 * The endpoint types for proxies.
 *
 * <p>Hops, which lead on to whatever a client names, and are given to it as {@code via=}:
 *
 * <pre>
 *   tcp:example.org:80:via=[socks5:localhost:1080]
 *   tcp:example.org:80:via=[socks5:inner:1080:user=bob:password=…:via=[http-connect:outer:3128]]
 *   tcp:example.org:80:via=[http-connect:proxy:443:tls=true]
 * </pre>
 *
 * <p>{@link dev.sennit.endpoint.proxy.SocksEndpoint}, {@link dev.sennit.endpoint.proxy.HttpConnectEndpoint} and
 * {@link dev.sennit.endpoint.proxy.HaproxyEndpoint} make the same in code. Names go to the proxy as they are; only
 * {@code socks4}, which cannot say a name, looks it up here. A failure says at which hop it came about:
 * {@code cannot connect to TARGET via HOP: …}. One deadline, the client's, holds for the whole way; cancelling stops it at
 * whatever hop it is.
 *
 * <p>The PROXY header: {@code haproxy:tcp:8080} listens behind a proxy that sends one, {@code haproxy:tcp:HOST:PORT} sends
 * one. It comes above what it wraps; for a header in front of TLS, wrap what TLS is over:
 * {@code tls:443:over=[haproxy:tcp:443]}.
 */
@NullMarked
package dev.sennit.endpoint.proxy;

import org.jspecify.annotations.NullMarked;
