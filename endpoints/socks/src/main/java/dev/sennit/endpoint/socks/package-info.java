/**
 * SOCKS servers as hops:
 *
 * <pre>
 *   tcp:example.org:80:via=[socks5:localhost:1080]
 *   tcp:example.org:80:via=[socks5:inner:1080:user=bob:password=…:via=[socks5:outer:1080]]
 * </pre>
 *
 * <p>{@link dev.sennit.endpoint.socks.SocksEndpoint} makes the same in code. Names go to the server as they are; only
 * {@code socks4}, which cannot say a name, looks it up here.
 */
@NullMarked
package dev.sennit.endpoint.socks;

import org.jspecify.annotations.NullMarked;
