package dev.sennit.endpoint.tcp;

import dev.sennit.transport.TcpAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** Addresses written short. */
final class Ips {
    private Ips() {}

    static InetAddress ip(String literal) {
        return TcpAddress.of(literal, 0).ip();
    }

    /** Literals with a space between them. */
    static List<InetAddress> ips(String literals) {
        return Stream.of(literals.trim().split(" ")).map(Ips::ip).toList();
    }
}
