package dev.sennit.endpoint;

/**
 * A host as a user writes it, looked up by no one yet, and a port. It may have an IPv6 scope or letters outside ASCII: a
 * {@link HopType} turns it into what its protocol can say to a proxy.
 *
 * @param host a name or an IP address literal, an IPv6 one without brackets; not empty
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {
    /** Checks the range of the port, and that there is a host. */
    public HostPort {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("the host is empty");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port must be 1 to 65535, not " + port);
        }
    }

    /** As in messages: {@code example.org:80}, and an IPv6 address in brackets. */
    @Override
    public String toString() {
        return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    }
}
