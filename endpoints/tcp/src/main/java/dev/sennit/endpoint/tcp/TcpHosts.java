package dev.sennit.endpoint.tcp;

import dev.sennit.endpoint.Resolver;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/** From what a user writes for a host to IP addresses. */
final class TcpHosts {
    private TcpHosts() {}

    /** The address, if the host is an IP address literal: those are never asked of a resolver. */
    static Optional<TcpAddress> literal(String host, int port) {
        try {
            return Optional.of(TcpAddress.of(host, port));
        } catch (IllegalArgumentException aName) {
            return Optional.empty();
        }
    }

    /** At least one address; fails with an {@link UnknownHostException} if there is none. */
    static Deferred<List<InetAddress>> resolve(Resolver resolver, String host) {
        String ascii;
        try {
            ascii = IDN.toASCII(host);
        } catch (IllegalArgumentException noName) {
            return Deferred.failed(new UnknownHostException(host));
        }
        return resolver.resolve(ascii)
                .thenCompose(addresses ->
                        addresses.isEmpty() ? Deferred.failed(new UnknownHostException(host)) : Deferred.of(addresses));
    }
}
