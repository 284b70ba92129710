package dev.sennit.small;

import com.fasterxml.uuid.EthernetAddress;
import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedGenerator;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Transport;
import java.util.Locale;
import java.util.UUID;

/**
 * Offers a menu: {@code C} gives a time-based UUID (version 1), {@code X} ends the connection.
 *
 * <p>Each UUID of one server is unique and strictly later than all that it gave before, to whichever connection on
 * whichever loop, even if the machine's clock is set back meanwhile. The node in it is a random number, not this machine's
 * hardware address.
 */
public final class TimeUuidServer implements ProtocolFactory<Protocol> {
    private static final String MENU = "C: a time-based UUID, X: exit";

    // Its timer is locked around each time stamp and never gives one twice or an earlier one.
    private final TimeBasedGenerator generator;

    /** Creates a server with a generator and a random node of its own. */
    public TimeUuidServer() {
        generator = Generators.timeBasedGenerator(EthernetAddress.constructMulticastAddress());
    }

    @Override
    public Protocol protocolFor(Transport transport) {
        return new Session(transport);
    }

    UUID next() {
        return generator.generate();
    }

    private final class Session extends TextLines {
        Session(Transport transport) {
            super(transport, DEFAULT_LIMIT_BYTES);
        }

        @Override
        public void connectionMade() {
            say("Welcome to the time UUID server.");
            say(MENU);
        }

        @Override
        void textReceived(String text) {
            switch (text.strip().toUpperCase(Locale.ROOT)) {
                case "C" -> say(next().toString());
                case "X" -> {
                    say("Goodbye.");
                    transport().close();
                }
                default -> {
                    say("Invalid option.");
                    say(MENU);
                }
            }
        }
    }
}
