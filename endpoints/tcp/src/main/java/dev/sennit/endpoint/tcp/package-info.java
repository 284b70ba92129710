/**
 * TCP: the server types {@code tcp} (both IP versions), {@code tcp4} and {@code tcp6}, and the client type {@code tcp}.
 *
 * <p>{@link dev.sennit.endpoint.tcp.TcpEndpoint} makes such endpoints in code; in strings they are found by the
 * {@link java.util.ServiceLoader}. {@code TcpClientType} connects: a client whose host is a name races its addresses as
 * RFC 8305 ("Happy Eyeballs") says; {@code AddressRace} sorts them and runs.
 */
@NullMarked
package dev.sennit.endpoint.tcp;

import org.jspecify.annotations.NullMarked;
