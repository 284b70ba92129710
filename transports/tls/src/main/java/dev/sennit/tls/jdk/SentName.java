package dev.sennit.tls.jdk;

import java.nio.charset.StandardCharsets;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.StandardConstants;

/**
 * A server's name as a client sends it (RFC 6066, section 3) that an {@link SNIHostName} does not take: with an underscore, say.
 */
final class SentName extends SNIServerName {
    private SentName(byte[] encoded) {
        super(StandardConstants.SNI_HOST_NAME, encoded);
    }

    /** An {@code SNIHostName} where that is possible, since not every provider takes another. */
    static SNIServerName of(String name) {
        try {
            return new SNIHostName(name);
        } catch (IllegalArgumentException unusual) {
            return new SentName(name.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
