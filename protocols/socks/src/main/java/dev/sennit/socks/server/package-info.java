/**
 * A SOCKS server: versions 4, 4a and 5, CONNECT and BIND, with users, rules and limits.
 *
 * <p>{@link dev.sennit.socks.server.SocksServer} is the factory to listen with. It opens connections through an
 * {@link dev.sennit.socks.server.SocksDialer}, so that it needs no reactor of its own, and does what its
 * {@link dev.sennit.socks.server.SocksSettings} say:
 *
 * <pre>{@code
 * var server = new SocksServer(SocksSettings.DEFAULT, dialer);
 * reactor.listen(TcpAddress.loopback(1080), ListenOptions.DEFAULT, server);
 * }</pre>
 *
 * <p>A program implements {@code SocksDialer} with the means that it has: {@code resolve} may be {@code Resolver.of(reactor)}
 * and {@code connect} a TCP endpoint or {@code Reactor.connect} to the first address that answers. The command's service
 * {@code socks} has one that does so over endpoints.
 *
 * <p>It is careful unless told otherwise. Clients that do not log in must come from this machine; where a client may go,
 * {@link dev.sennit.socks.server.AccessRules} say, and addresses of this machine and of private networks take an
 * entry of their own. Those are judged after a name has been looked up, so that no name leads around them.
 *
 * <p>What clients can hold is bounded: connections and the listening sockets of BIND by
 * {@link dev.sennit.socks.server.SocksSettings.Limits}, look-ups of names by
 * {@link dev.sennit.socks.server.LookupLimits}. Wrong logins slow further ones down, as
 * {@link dev.sennit.socks.server.LoginLimits} say. A client that ends its output before its request is answered,
 * without having sent bytes for the destination, is taken to be gone.
 *
 * <p>UDP ASSOCIATE is answered with "command not supported"; logins by GSSAPI are not spoken.
 */
@NullMarked
package dev.sennit.socks.server;

import org.jspecify.annotations.NullMarked;
