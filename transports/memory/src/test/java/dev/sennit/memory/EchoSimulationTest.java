package dev.sennit.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Whatever the network does, the echoed bytes are a prefix of those sent (all of them where nothing was reset), and each
 * side hears exactly one connectionLost.
 */
class EchoSimulationTest {
    private static final int SEEDS = 1000;
    private static final int CLIENTS = 3;

    /** Counts its end; echoes. */
    private static final class Echo implements Protocol {
        final Transport transport;
        int lost;

        Echo(Transport transport) {
            this.transport = transport;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            transport.write(data);
        }

        @Override
        public void connectionLost(CloseReason reason) {
            lost++;
        }
    }

    /** Sends something in two parts, ends its output, and keeps what comes back. */
    private static final class Sender implements Protocol {
        final Transport transport;
        final Bytes sends;
        final ByteQueue got = new ByteQueue();
        final List<CloseReason> lost = new ArrayList<>();

        Sender(Transport transport, Bytes sends) {
            this.transport = transport;
            this.sends = sends;
        }

        @Override
        public void connectionMade() {
            transport.write(sends.slice(0, sends.length() / 2));
            transport.loop().after(Duration.ofMillis(7), () -> {
                transport.write(sends.slice(sends.length() / 2));
                transport.endOutput();
            });
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            got.add(data);
        }

        @Override
        public boolean writePaused() {
            return true;
        }

        @Override
        public void connectionLost(CloseReason reason) {
            lost.add(reason);
        }
    }

    @Test
    void echoesAPrefixWhateverTheNetworkDoes() {
        int cutShort = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            cutShort += run(seed, new ArrayList<>());
        }
        assertTrue(cutShort > SEEDS / 10, "only " + cutShort + " of the runs met a reset: the faults do not bite");
        assertTrue(cutShort < SEEDS * CLIENTS, "no run came through whole");
    }

    @Test
    void aRunIsAlikeEventForEventForTheSameSeed() {
        for (long seed = 1; seed <= 20; seed++) {
            List<String> logs = new ArrayList<>();
            run(seed, logs);
            run(seed, logs);
            assertEquals(logs.get(0), logs.get(1));
        }
        List<String> others = new ArrayList<>();
        run(1, others);
        run(2, others);
        assertTrue(!others.get(0).equals(others.get(1)));
    }

    /** Runs one seed, adds its log, and answers how many connections were cut short. */
    private static int run(long seed, List<String> logs) {
        SplittableRandom random = new SplittableRandom(seed);
        MemoryNetwork network = MemoryNetwork.seeded(seed)
                .withWindow(200 + random.nextInt(4000))
                .withRules(LinkRules.DEFAULT
                        .withSplit(1 + random.nextInt(500))
                        .withDelay(Duration.ZERO, Duration.ofMillis(random.nextInt(1, 50)))
                        .withReset(random.nextInt(3) == 0 ? 0 : 0.02));
        MemoryHost server = network.host("server");
        TcpAddress address = server.address(7);
        List<Echo> echoes = new ArrayList<>();
        List<Sender> senders = new ArrayList<>();
        WaterMarks marks = new WaterMarks(random.nextInt(500), 500 + random.nextInt(2000));
        network.await(server.listen(address, ListenOptions.DEFAULT.withMarks(marks), transport -> {
            Echo echo = new Echo(transport);
            echoes.add(echo);
            return echo;
        }));
        for (int i = 0; i < CLIENTS; i++) {
            byte[] bytes = new byte[random.nextInt(20_000)];
            random.nextBytes(bytes);
            network.host("client " + i)
                    .connect(address, ConnectOptions.DEFAULT.withMarks(marks), transport -> {
                        Sender sender = new Sender(transport, Bytes.copyOf(bytes));
                        senders.add(sender);
                        return sender;
                    })
                    .handle((sender, failure) -> sender);
        }
        network.advance(Duration.ofHours(1));
        logs.add(network.log());
        return check(network, senders, echoes);
    }

    private static int check(MemoryNetwork network, List<Sender> senders, List<Echo> echoes) {
        int cutShort = 0;
        for (Sender sender : senders) {
            assertEquals(1, sender.lost.size(), () -> "connectionLost of a sender\n" + network.log());
            Bytes got = sender.got.takeAll();
            assertTrue(sender.sends.startsWith(got), () -> "not a prefix\n" + network.log());
            boolean clean = sender.lost.get(0) instanceof CloseReason.Clean;
            assertTrue(!clean || got.equals(sender.sends), () -> "a clean end, but not all\n" + network.log());
            cutShort += clean ? 0 : 1;
        }
        for (Echo echo : echoes) {
            assertEquals(1, echo.lost, () -> "connectionLost of an echo\n" + network.log());
        }
        return cutShort;
    }
}
