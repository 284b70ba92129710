/**
 * What hops that are proxies have in common: the {@linkplain dev.sennit.endpoint.hop.ProxyArguments arguments} and the
 * {@linkplain dev.sennit.endpoint.hop.ProxyHopSpec builder} in code.
 *
 * <p>A hop leads on to whatever a client names, and is given to it as {@code via=}:
 *
 * <pre>
 *   tcp:example.org:80:via=[socks5:localhost:1080]
 *   tcp:example.org:80:via=[socks5:inner:1080:user=bob:password=…:via=[http-connect:outer:3128]]
 * </pre>
 *
 * <p>A failure says at which hop it came about: {@code cannot connect to TARGET via HOP: …}. One deadline, the client's,
 * holds for the whole way; cancelling stops it at whatever hop it is.
 */
@NullMarked
package dev.sennit.endpoint.hop;

import org.jspecify.annotations.NullMarked;
