package dev.sennit.tls.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.memory.MemoryNetwork;
import dev.sennit.tls.TlsImplementation;
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
import dev.sennit.transport.contract.Script;
import dev.sennit.transport.error.TlsFailedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A server and the early data of clients that hold a ticket of another server (RFC 8446, section 4.2.10). */
abstract class EarlyDataContract extends ContractTest {
    private static final Bytes CHANGE_CIPHER_SPEC = Bytes.hex("140303000101");

    private final List<CloseReason> reasons = new ArrayList<>();
    private final Random random = new Random(1);

    /** Who does the work on the server's side. */
    abstract TlsImplementation implementation();

    /** Whether handshakes run on workers. */
    boolean onWorkers() {
        return false;
    }

    /** Whether the implementation tries keys on a record, and goes on if they do not fit. */
    abstract boolean skipsWithoutRetry();

    @Override
    protected ContractBench openBench() {
        return ContractBench.simulated(MemoryNetwork.seeded(1));
    }

    private Probe connect(BouncyPeer peer, Bytes early) {
        TlsServerConfig server = TlsServerConfig.of(TestCerts.SERVER)
                .withSettings(TlsSettings.DEFAULT.withImplementation(implementation()));
        TlsContext tls = TlsContext.server(onWorkers() ? TlsPair.onWorkers(server) : server);
        Listener listener = await(bench().opening()
                .listen(
                        bench().server(),
                        bench().listenAt(),
                        ListenOptions.DEFAULT,
                        serverProbes(Script.echo())
                                .through(() -> new Noted(reasons))
                                .through(tls)));
        Script script = Script.staysOpen()
                .onMade(probe -> peer.begin(probe, early))
                .onData((probe, bytes) -> peer.receive(probe, bytes));
        return await(connect(listener, ConnectOptions.DEFAULT, script));
    }

    /** Records as early data has them: of no use without their key. */
    private Bytes records(int... lengths) {
        Bytes all = CHANGE_CIPHER_SPEC;
        for (int length : lengths) {
            byte[] record = new byte[5 + length];
            random.nextBytes(record);
            record[0] = 23;
            record[1] = 3;
            record[2] = 3;
            record[3] = (byte) (length >> 8);
            record[4] = (byte) length;
            all = all.plus(Bytes.copyOf(record));
        }
        return all;
    }

    private void assertServed(BouncyPeer peer, Probe probe) {
        waitFor("the handshake is done", () -> peer.isOpen() || !reasons.isEmpty());
        assertEquals(List.of(), reasons, peer::failure);
        on(probe, () -> peer.say(probe, "hello"));
        waitFor("the echo came", () -> peer.heard().equals("hello"));
    }

    private void assertRefused(String kinds) {
        waitFor("the server ended it", () -> !reasons.isEmpty());
        CloseReason.Broken broken = assertInstanceOf(CloseReason.Broken.class, reasons.get(0));
        TlsFailedException failed = assertInstanceOf(TlsFailedException.class, broken.cause());
        assertTrue(List.of(kinds.split(", ")).contains(failed.kind().name()), failed.toString());
        assertEquals(1, reasons.size());
    }

    @Test
    void isSkippedWithoutARetry() {
        BouncyPeer peer = new BouncyPeer(true, false);
        Probe probe = connect(peer, records(17, 53, 70, 400, 16_000));
        if (skipsWithoutRetry()) {
            assertServed(peer, probe);
        } else {
            assertRefused("VIOLATION");
            waitFor("the client hears the alert", () -> peer.failure().contains("bad_record_mac"));
        }
    }

    @Test
    void isSkippedBeforeTheSecondHello() {
        BouncyPeer peer = new BouncyPeer(true, true);
        assertServed(peer, connect(peer, records(17, 53, 70, 400, 16_000)));
    }

    @Test
    void isBounded() {
        int[] lengths = new int[20];
        Arrays.fill(lengths, 16_000);
        for (boolean needsRetry : skipping()) {
            reasons.clear();
            connect(new BouncyPeer(true, needsRetry), records(lengths));
            assertRefused("LIMIT");
        }
    }

    @Test
    void isRefusedIfNoHelloHasAnnouncedIt() {
        BouncyPeer peer = new BouncyPeer(false, false);
        connect(peer, records(100));
        assertRefused("VIOLATION");
    }

    @Test
    void isRefusedOnceTheHandshakeIsDone() {
        for (boolean needsRetry : skipping()) {
            reasons.clear();
            BouncyPeer peer = new BouncyPeer(true, needsRetry);
            Probe probe = connect(peer, records(100));
            assertServed(peer, probe);
            Bytes late = records(100);
            on(probe, () -> probe.write(late.slice(CHANGE_CIPHER_SPEC.length(), late.length())));
            assertRefused("VIOLATION");
        }
    }

    /** With and without a HelloRetryRequest, where early data is skipped at all. */
    private List<Boolean> skipping() {
        return skipsWithoutRetry() ? List.of(false, true) : List.of(true);
    }
}
