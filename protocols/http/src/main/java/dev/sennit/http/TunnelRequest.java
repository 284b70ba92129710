package dev.sennit.http;

import dev.sennit.protocol.proxy.Destination;
import dev.sennit.transport.bytes.Bytes;
import java.util.Optional;

/**
 * The CONNECT request for a tunnel through an HTTP proxy (RFC 9110, section 9.3.6).
 *
 * <pre>
 *   CONNECT example.org:443 HTTP/1.1 CR LF
 *   Host: example.org:443 CR LF
 *   Proxy-Authorization: Basic … CR LF       if there are credentials
 *   CR LF
 * </pre>
 *
 * @param target where to; its port is not 0
 */
public record TunnelRequest(Destination target, Optional<BasicCredentials> credentials) {
    /** Checks the port. */
    public TunnelRequest {
        if (target.port() == 0) {
            throw new IllegalArgumentException("a way to port 0 cannot be asked for");
        }
    }

    /** The request as it is on the wire. */
    public Bytes encode() {
        // An IPv6 address is shown in brackets, which is what an authority wants too (RFC 3986, section 3.2.2).
        String authority = target.toString();
        String login = credentials
                .map(known -> "Proxy-Authorization: " + known.fieldValue() + "\r\n")
                .orElse("");
        return Bytes.ascii("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n" + login + "\r\n");
    }
}
