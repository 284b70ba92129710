package dev.sennit.small;

import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import java.nio.ByteBuffer;

/**
 * Sends one quote to whoever connects, and closes (RFC 865). What a peer sends is thrown away.
 */
public final class QuoteOfTheDay implements ProtocolFactory<Protocol> {
    /** The quote unless another is given. */
    public static final String DEFAULT_QUOTE = "One strand will break; a sennit holds the ship.";

    // RFC 865: "it should be less than 512 characters"; what is sent ends with CR LF.
    private static final int LIMIT_BYTES = 511;

    private final Bytes message;

    /** Creates a server of the default quote. */
    public QuoteOfTheDay() {
        this(DEFAULT_QUOTE);
    }

    /**
     * Creates a server of a quote.
     *
     * @param quote one or several lines without control characters, together at most 509 bytes of UTF-8 once each line
     *     but the last ends with CR LF
     */
    public QuoteOfTheDay(String quote) {
        message = Bytes.utf8(String.join("\r\n", quote.lines().toList()) + "\r\n");
        if (message.length() > LIMIT_BYTES) {
            throw new IllegalArgumentException("a quote with its CR LF must have at most " + LIMIT_BYTES
                    + " bytes (RFC 865), not " + message.length());
        }
        quote.lines().filter(line -> !TextLines.printable(line).equals(line)).forEach(line -> {
            throw new IllegalArgumentException("a quote must have no control characters, but has " + Bytes.utf8(line));
        });
    }

    @Override
    public Protocol protocolFor(Transport transport) {
        return new Speaker(transport, message);
    }

    private record Speaker(Transport transport, Bytes message) implements Protocol {
        @Override
        public void connectionMade() {
            transport.write(message);
            transport.close();
        }

        /** Never called: nothing is delivered after closing. */
        @Override
        public void dataReceived(ByteBuffer data) {}
    }
}
