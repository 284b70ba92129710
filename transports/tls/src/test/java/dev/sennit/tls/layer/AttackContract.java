package dev.sennit.tls.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.memory.MemoryNetwork;
import dev.sennit.tls.TlsImplementation;
import dev.sennit.tls.TlsLimits;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.TlsSettings;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.contract.ContractBench;
import dev.sennit.transport.contract.ContractTest;
import dev.sennit.transport.contract.Probe;
import dev.sennit.transport.contract.Products;
import dev.sennit.transport.contract.Script;
import dev.sennit.transport.error.TlsFailedException;
import dev.sennit.transport.error.TlsFailedException.Kind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hostile peer can do to TLS: each ends in a clear reason, within the limits, and leaves nothing behind. */
abstract class AttackContract extends ContractTest {
    private static final String CLIENT_HELLO_WITHOUT_END = "16030140000100ffff0303";

    /** More than the limit on key updates at once. */
    private static final int MANY_UPDATES = 1100;

    private final List<CloseReason> reasons = new ArrayList<>();
    private final MemoryNetwork network = MemoryNetwork.seeded(1);

    /** Who does the work on the side attacked. */
    abstract TlsImplementation implementation();

    /** Whether handshakes run on workers. */
    boolean onWorkers() {
        return false;
    }

    @Override
    protected ContractBench openBench() {
        return ContractBench.simulated(network);
    }

    /** A peer without TLS, connected to an echo server with it. */
    private Probe besiege(Script attacker, UnaryOperator<TlsLimits> limits) {
        return await(connect(fortress(limits), ConnectOptions.DEFAULT, attacker));
    }

    private Listener fortress(UnaryOperator<TlsLimits> limits) {
        TlsSettings settings =
                TlsSettings.DEFAULT.withImplementation(implementation()).withLimits(limits.apply(TlsLimits.DEFAULT));
        TlsServerConfig server = TlsServerConfig.of(TestCerts.SERVER).withSettings(settings);
        TlsContext tls = TlsContext.server(onWorkers() ? TlsPair.onWorkers(server) : server);
        return await(bench().opening()
                .listen(
                        bench().server(),
                        bench().listenAt(),
                        ListenOptions.DEFAULT,
                        serverProbes(Script.echo())
                                .through(() -> new Noted(reasons))
                                .through(tls)));
    }

    private void assertRefused(Kind kind, String said) {
        assertRefused(kind.name(), said);
    }

    private void assertRefused(String kinds, String said) {
        waitFor("the server ended it", () -> !reasons.isEmpty());
        CloseReason.Broken broken = assertInstanceOf(CloseReason.Broken.class, reasons.get(0));
        TlsFailedException failed = assertInstanceOf(TlsFailedException.class, broken.cause());
        assertTrue(
                List.of(kinds.split(", ")).contains(failed.kind().name()), failed.kind() + " " + failed.getMessage());
        String message = String.valueOf(failed.getMessage());
        assertTrue(message.contains(said), message);
        network.run();
        assertEquals(1, reasons.size());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        an HTTP request             | 474554202f20485454502f312e310d0a0d0a           | NOT_TLS         | 'GET / HT'
        an SSH greeting             | 5353482d322e302d78                             | NOT_TLS         | 'SSH-2.0-'
        the hello of SSL 2          | 802e0100020015000000100100800300800600400       | NOT_TLS         | 80 2e 01
        zeros                       | 000000000000                                   | NOT_TLS         | 00 00
        another major version       | 1604000005                                     | NOT_TLS         | 16 04
        data in clear               | 170303000568656c6c6f                           | NOT_TLS         | 17 03 03
        keys changed before any     | 14030300010114030300010114030300               | NOT_TLS         | 14 03 03
        a record beyond the maximum | 16030148015859                                 | VIOLATION       | record
        empty records               | 16030100001603010000                           | VIOLATION, TIMED_OUT |
        a server's hello            | 160301000602000002030316                       | VIOLATION       |
        a hello of no sense         | 160301000801000004ffffffff                     | VIOLATION       |
        a fatal alert               | 15030100020228                                 | REFUSED_BY_PEER | handshake_failure
        close_notify                | 15030100020100                                 | TRUNCATED       |
        """)
    void anOpeningThatIsNone(String what, String hex, String kinds, String said) {
        Bytes opening = Bytes.hex(hex.length() % 2 == 0 ? hex : hex + "0");
        for (boolean byteByByte : new boolean[] {false, true}) {
            reasons.clear();
            besiege(Script.idle().onMade(probe -> sendThenEnd(probe, opening, byteByByte)), limits -> limits);
            assertRefused(kinds, said == null || byteByByte ? "" : said);
            assertEquals(0, acceptedCount());
        }
    }

    private static void sendThenEnd(Probe probe, Bytes opening, boolean byteByByte) {
        if (!byteByByte) {
            probe.write(opening);
        } else {
            for (int i = 0; i < opening.length(); i++) {
                Bytes one = opening.slice(i, i + 1);
                probe.transport().loop().after(Duration.ofMillis(10L * i), () -> probe.write(one));
            }
        }
    }

    @Test
    void randomBytesBehindAGoodHeader() {
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            reasons.clear();
            byte[] noise = new byte[5 + random.nextInt(600)];
            random.nextBytes(noise);
            noise[0] = 22;
            noise[1] = 3;
            noise[2] = 1;
            noise[3] = 0;
            noise[4] = (byte) random.nextInt(200);
            Bytes opening = Bytes.copyOf(noise);
            besiege(Script.idle().onMade(probe -> probe.write(opening)), limits -> limits);
            waitFor("the server ended it", () -> !reasons.isEmpty());
            assertInstanceOf(CloseReason.Broken.class, reasons.get(0));
            network.run();
        }
        assertEquals(0, acceptedCount());
    }

    @Test
    void aHelloThatNeverEnds() {
        Bytes more = Bytes.hex("1603014000").plus(Bytes.copyOf(new byte[0x4000]));
        Bytes first = Bytes.hex(CLIENT_HELLO_WITHOUT_END).plus(Bytes.copyOf(new byte[0x4000 - 6]));
        Probe attacker = besiege(
                Script.idle().onMade(probe -> {
                    probe.write(first);
                    for (int i = 0; i < 64; i++) {
                        probe.write(more);
                    }
                }),
                limits -> limits);
        assertRefused("LIMIT, VIOLATION", "");
        waitForEnd(attacker);
    }

    @Test
    void silenceInsteadOfAHandshake() {
        besiege(Script.idle(), limits -> limits);
        assertRefused(Kind.TIMED_OUT, "nothing had come from it");
        assertEquals(Duration.ofSeconds(10), network.elapsed().truncatedTo(ChronoUnit.SECONDS));
    }

    @Test
    void aHandshakeOfOneByteASecond() {
        JssePeer peer = new JssePeer("TLSv1.3");
        Listener fortress = fortress(limits -> limits);
        List<Bytes> hello = new ArrayList<>();
        Probe tap = await(connect(rawListener(hello), ConnectOptions.DEFAULT, Script.idle()));
        on(tap, () -> peer.shakeHands(tap));
        waitFor("the hello came", () -> !hello.isEmpty());
        Bytes whole = hello.get(0);
        await(connect(fortress, ConnectOptions.DEFAULT, Script.idle().onMade(probe -> {
            for (int i = 0; i < whole.length(); i++) {
                Bytes one = whole.slice(i, i + 1);
                probe.transport().loop().after(Duration.ofSeconds(i), () -> probe.write(one));
            }
        })));
        assertRefused(Kind.TIMED_OUT, "10 bytes had come from it");
    }

    private Listener rawListener(List<Bytes> came) {
        return await(bench().opening()
                .listen(
                        bench().server(),
                        bench().listenAt(),
                        ListenOptions.DEFAULT,
                        serverProbes(Script.idle().onData((probe, bytes) -> came.add(bytes)))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aPeerOfThePlatformsOwnIsServed(String version) {
        JssePeer peer = new JssePeer(version);
        Probe probe = opened(peer, limits -> limits);
        on(probe, () -> peer.send(probe, Bytes.utf8("hello").asReadOnlyBuffer()));
        waitFor("the echo came", () -> peer.heard().equals("hello"));
    }

    /** Connected, its handshake done. */
    private Probe opened(JssePeer peer, UnaryOperator<TlsLimits> limits) {
        Probe probe = besiege(Script.staysOpen().onMade(peer::shakeHands).onData(peer::receive), limits);
        waitFor("the handshake was done", () -> peer.failure() != null || (peer.isOpen() && acceptedCount() == 1));
        assertNull(peer.failure(), () -> String.valueOf(peer.failure()));
        return probe;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void dataInClearAfterTheHandshake(String version) {
        Probe probe = opened(new JssePeer(version), limits -> limits);
        on(probe, () -> probe.write(Bytes.hex("1703030005").plus(Bytes.utf8("hello"))));
        assertRefused(Kind.VIOLATION, "");
        assertFalse(accepted(0).heard("data"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void closeNotifyInClearAfterTheHandshake(String version) {
        Probe probe = opened(new JssePeer(version), limits -> limits);
        on(probe, () -> probe.write(Bytes.hex("15030300020100")));
        assertRefused(Kind.VIOLATION, "");
        assertFalse(accepted(0).heard("inputEnded"), "an end that anyone on the way could have forged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void anEndWithoutCloseNotify(String version) {
        Probe probe = opened(new JssePeer(version), limits -> limits);
        on(probe, () -> probe.transport().endOutput());
        assertRefused(Kind.TRUNCATED, "close_notify");
        assertEquals(List.of("made", "lost"), accepted(0).events());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void anEndWithoutCloseNotifyRightBehindTheHandshake(String version) {
        JssePeer peer = new JssePeer(version);
        Script script = Script.staysOpen().onMade(peer::shakeHands).onData((probe, bytes) -> {
            peer.receive(probe, bytes);
            if (peer.isOpen()) {
                probe.transport().endOutput();
            }
        });
        besiege(script, limits -> limits);
        assertRefused(Kind.TRUNCATED, "close_notify");
        assertEquals(List.of("made", "lost"), accepted(0).events());
    }

    @Test
    void recordsWithoutEndThatBringNoData() {
        JssePeer peer = new JssePeer("TLSv1.3");
        Probe probe = opened(peer, limits -> limits);
        on(probe, () -> {
            for (int i = 0; i < 40; i++) {
                peer.shakeHands(probe);
            }
        });
        assertRefused(Kind.LIMIT, "32");
    }

    @Test
    void newKeysWithoutEnd() {
        JssePeer peer = new JssePeer("TLSv1.3");
        Probe probe = opened(peer, limits -> limits);
        on(probe, () -> {
            for (int i = 0; i < 1100; i++) {
                peer.shakeHands(probe);
                peer.send(probe, ByteBuffer.wrap(new byte[] {'x'}));
            }
        });
        assertRefused(Kind.LIMIT, "1024");
    }

    @Test
    void newKeysAreNoAttackIfEnoughDataLiesBetween() {
        JssePeer peer = new JssePeer("TLSv1.3");
        Probe probe = opened(peer, limits -> limits);
        for (int i = 0; i < MANY_UPDATES; i++) {
            int bytes = i % 10 == 0 ? 128 * 1024 : 1;
            on(probe, () -> updateKeys(peer, probe, bytes));
            settle(probe);
        }
        assertServed(peer, MANY_UPDATES / 10 * (128 * 1024 + 9));
    }

    @Test
    void newKeysAreNoAttackIfEnoughTimeLiesBetween() {
        JssePeer peer = new JssePeer("TLSv1.3");
        Probe probe = opened(peer, limits -> limits);
        for (int i = 0; i < MANY_UPDATES; i++) {
            probe.transport().loop().after(Duration.ofMillis(100L * i), () -> updateKeys(peer, probe, 1));
        }
        assertServed(peer, MANY_UPDATES);
    }

    private static void updateKeys(JssePeer peer, Probe probe, int bytesBehind) {
        peer.shakeHands(probe);
        peer.send(probe, ByteBuffer.allocate(bytesBehind));
    }

    private void assertServed(JssePeer peer, int bytes) {
        waitFor("the echo came", () -> peer.heardBytes() == bytes || !reasons.isEmpty());
        assertEquals(List.of(), reasons);
    }

    @Test
    void newKeysAskedForAreAnsweredThoughNothingIsWritten() {
        JssePeer peer = new JssePeer("TLSv1.3");
        Probe probe = opened(peer, limits -> limits);
        long before = probe.receivedBytes();
        on(probe, () -> peer.shakeHands(probe));
        waitFor("the answer came", () -> probe.receivedBytes() > before);
        on(probe, () -> peer.send(probe, Bytes.utf8("hello").asReadOnlyBuffer()));
        waitFor("the echo came", () -> peer.heard().equals("hello"));
    }

    @Test
    void newKeysAskedForAreNotAnsweredBehindCloseNotify() {
        BouncyPeer peer = new BouncyPeer(false, false);
        Probe probe = besiege(
                Script.staysOpen().onMade(made -> peer.begin(made, Bytes.EMPTY)).onData(peer::receive),
                limits -> limits);
        Probe server = accepted(0);
        on(server, () -> server.transport().endOutput());
        settle(probe, server);
        long before = probe.receivedBytes();
        on(probe, () -> {
            peer.updateKeys(probe);
            peer.say(probe, "hello");
        });
        waitFor("the data came", () -> server.receivedBytes() == 5 || !reasons.isEmpty());
        settle(probe, server);
        assertEquals(List.of(), reasons);
        assertEquals(before, probe.receivedBytes());
    }

    @Test
    void aRenegotiation() {
        JssePeer peer = new JssePeer("TLSv1.2");
        Probe probe = opened(peer, limits -> limits);
        on(probe, () -> peer.shakeHands(probe));
        assertRefused("REFUSED_BY_PEER, LIMIT", "");
        assertFalse(accepted(0).heard("data"));
    }

    @Test
    void aFloodOfHandshakesHalfDone() {
        int flood = Products.isLong() ? 500 : 100;
        Listener fortress = fortress(limits -> limits);
        List<Probe> attackers = new ArrayList<>();
        long before = usedBytes();
        for (int i = 0; i < flood; i++) {
            JssePeer peer = new JssePeer("TLSv1.3");
            attackers.add(await(
                    connect(fortress, ConnectOptions.DEFAULT, Script.idle().onMade(peer::shakeHands))));
        }
        waitFor("each was answered", () -> attackers.stream().allMatch(probe -> probe.receivedBytes() > 0));
        long each = (usedBytes() - before) / flood;
        assertTrue(each < 100_000, each + " bytes for each half-done handshake and its attacker");

        JssePeer guest = new JssePeer("TLSv1.3");
        Probe served = await(connect(
                fortress,
                ConnectOptions.DEFAULT,
                Script.staysOpen().onMade(guest::shakeHands).onData(guest::receive)));
        waitFor("a guest's handshake is done meanwhile", guest::isOpen);
        on(served, () -> guest.send(served, Bytes.utf8("hello").asReadOnlyBuffer()));
        waitFor("the guest is served", () -> guest.heard().equals("hello"));

        waitForEnd(attackers.toArray(Probe[]::new));
        assertEquals(flood, reasons.size());
        assertEquals(1, fortress.connections());
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
