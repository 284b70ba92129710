package dev.sennit.transport.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.memory.MemoryHost;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.Connection;
import dev.sennit.transport.Layer;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Refusal;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.TlsFailedException;
import java.nio.ByteBuffer;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a listener logs of the connections that it accepts. */
final class ConnectionGroupLogTest {
    private final MemoryNetwork network = MemoryNetwork.seeded(1);
    private final MemoryHost server = network.host("server");
    private final MemoryHost client = network.host("client");
    private final Lines log = new Lines();

    @AfterEach
    void restoreLog() {
        log.close();
    }

    @Test
    void logsEachAcceptAndEachEndWithItsReason() {
        listen(transport -> data -> {});

        Transport ours = network.await(connect(Client::new)).transport();
        ours.close();
        network.run();

        assertEquals(2, log.lines.size(), log.lines::toString);
        assertTrue(log.lines.get(0).matches("FINE accepted \\S+ at \\S+:7"), log.lines.get(0));
        assertTrue(log.lines.get(1).matches("FINE .*:7 - \\S+ ended by the peer .*"), log.lines.get(1));
    }

    @Test
    void logsARefusalWithItsReason() {
        listen(transport -> new Refusal("the house is full"));

        network.await(connect(Client::new));
        network.run();

        String line = log.lines.get(1);
        assertTrue(line.contains("was accepted but not opened: ") && line.contains("the house is full"), line);
        assertTrue(log.warnings().isEmpty(), log.lines::toString);
    }

    @Test
    void warnsOfAFaultOnThisSideAFewTimesInASpanAndCountsTheOthers() {
        listen(new Failing(TlsFailedException.Kind.INTERNAL));

        connectTimes(ConnectionGroup.Log.FAULTS + 3);
        assertEquals(ConnectionGroup.Log.FAULTS, log.warnings().size(), log.lines::toString);
        assertTrue(log.warnings().get(0).contains("by a fault on this side: TLS: the key cannot sign"));

        network.advance(ConnectionGroup.Log.SPAN);
        connectTimes(1);
        assertEquals(ConnectionGroup.Log.FAULTS + 1, log.warnings().size(), log.lines::toString);
        String last = log.warnings().get(ConnectionGroup.Log.FAULTS);
        assertTrue(last.endsWith("(3 more such connections before it were not logged)"), last);
    }

    @Test
    void doesNotWarnOfAFaultOfThePeer() {
        listen(new Failing(TlsFailedException.Kind.VIOLATION));

        connectTimes(1);

        assertTrue(log.warnings().isEmpty(), log.lines::toString);
        assertTrue(log.lines.stream().anyMatch(line -> line.contains("not opened: TLS: the key cannot sign")));
    }

    private void listen(ProtocolFactory<?> factory) {
        network.await(server.listen(server.address(7), ListenOptions.DEFAULT, factory));
    }

    private Deferred<Client> connect(ProtocolFactory<Client> factory) {
        return client.connect(server.address(7), ConnectOptions.DEFAULT, factory);
    }

    private void connectTimes(int times) {
        for (int i = 0; i < times; i++) {
            network.await(connect(Client::new));
        }
        network.advance(ConnectionGroup.Log.SPAN.dividedBy(10));
    }

    private record Client(Transport transport) implements Protocol {
        @Override
        public void dataReceived(ByteBuffer data) {}
    }

    /** A factory under whose protocols a handshake fails. */
    private record Failing(TlsFailedException.Kind kind) implements ProtocolFactory<Protocol> {
        @Override
        public Protocol protocolFor(Transport transport) {
            throw new AssertionError("the handshake has failed");
        }

        @Override
        public void prepare(Connection connection) {
            connection.push(new Layer() {
                @Override
                public void connectionMade() {
                    abort(new TlsFailedException(kind, "the key cannot sign", OptionalInt.empty(), null));
                }
            });
        }
    }

    /** The lines of the log of groups, each with its level. */
    private static final class Lines extends Handler {
        private final Logger logger = Logger.getLogger(ConnectionGroup.class.getName());
        private final List<String> lines = new ArrayList<>();

        Lines() {
            logger.addHandler(this);
            logger.setUseParentHandlers(false);
            logger.setLevel(Level.ALL);
        }

        List<String> warnings() {
            return lines.stream().filter(line -> line.startsWith("WARNING")).toList();
        }

        @Override
        public void publish(LogRecord entry) {
            lines.add(entry.getLevel() + " " + MessageFormat.format(entry.getMessage(), entry.getParameters()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
            logger.setUseParentHandlers(true);
            logger.setLevel(null);
        }
    }
}
