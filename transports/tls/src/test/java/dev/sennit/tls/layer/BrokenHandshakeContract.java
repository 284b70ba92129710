package dev.sennit.tls.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.memory.LinkRules;
import dev.sennit.memory.MemoryHost;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.tls.NamedGroup;
import dev.sennit.tls.TlsImplementation;
import dev.sennit.tls.TlsVersion;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.Layer;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.contract.ContractBench;
import dev.sennit.transport.contract.ContractTest;
import dev.sennit.transport.contract.Probe;
import dev.sennit.transport.contract.Script;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.TlsFailedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A handshake, some bytes and the end of a connection: cut in two, reset, and ended at each byte of it. */
@Timeout(300)
abstract class BrokenHandshakeContract extends ContractTest {
    private final List<CloseReason> atServer = new ArrayList<>();
    private final List<CloseReason> atClient = new ArrayList<>();
    private final MemoryNetwork network = MemoryNetwork.seeded(1);

    /** Who does the work on both sides. */
    abstract TlsImplementation implementation();

    /** Whether handshakes run on workers. */
    boolean onWorkers() {
        return false;
    }

    /** How many bytes lie between one place to break it and the next. */
    int stride() {
        return 1;
    }

    @Override
    protected ContractBench openBench() {
        return ContractBench.simulated(network);
    }

    /** Says hello, hears it from the echo, and closes; under TLS lies what tampers with what comes, if anything. */
    private final class Course {
        final Tap clientTap;
        final Tap serverTap;
        final Deferred<Probe> connected;

        Course(TlsPair pair, long cutClientAt, long cutServerAt, boolean end) {
            clientTap = new Tap(cutClientAt, end);
            serverTap = new Tap(cutServerAt, end);
            atServer.clear();
            atClient.clear();
            Listener listener = await(bench().opening()
                    .listen(
                            bench().server(),
                            bench().listenAt(),
                            ListenOptions.DEFAULT,
                            serverProbes(Script.echo())
                                    .through(() -> new Noted(atServer))
                                    .through(TlsContext.server(pair.server()))
                                    .through(() -> serverTap)));
            Script hello = Script.idle().onMade(probe -> probe.write("hello")).onData((probe, bytes) -> probe.close());
            connected = bench().opening()
                    .connect(
                            bench().client(),
                            listener.address(),
                            ConnectOptions.DEFAULT,
                            clientProbes(hello)
                                    .through(() -> new Noted(atClient))
                                    .through(TlsContext.client(pair.client()))
                                    .through(() -> clientTap));
            network.run();
            listener.close();
            network.run();
            assertTrue(connected.isDone());
            // A failure that somebody looked at.
            connected.whenComplete((probe, failure) -> {});
            assertEquals(List.of(1, 1), List.of(atServer.size(), atClient.size()), "one end at each side");
        }

        void assertClean(String where) {
            assertInstanceOf(CloseReason.Clean.class, atClient.get(0), where + " " + atClient.get(0));
            assertInstanceOf(CloseReason.Clean.class, atServer.get(0), where + " " + atServer.get(0));
        }
    }

    private TlsPair pair(TlsVersion version) {
        TlsPair pair = TlsPair.of(implementation());
        return (onWorkers() ? pair.onWorkers() : pair)
                .in(version)
                .with(settings -> settings.withGroups(List.of(NamedGroup.SECP256R1)));
    }

    @ParameterizedTest
    @EnumSource
    void cutInTwoAtEachByte(TlsVersion version) {
        TlsPair pair = pair(version);
        Course whole = new Course(pair, -1, -1, false);
        whole.assertClean("whole");
        long most = Math.max(whole.clientTap.came, whole.serverTap.came);
        for (long at = 1; at < most; at += stride()) {
            new Course(pair, at, at, false).assertClean("cut at " + at);
        }
    }

    @ParameterizedTest
    @EnumSource
    void endedAtEachByteOfTheClients(TlsVersion version) {
        TlsPair pair = pair(version);
        long most = new Course(pair, -1, -1, false).serverTap.came;
        for (long at = 0; at < most; at += stride()) {
            new Course(pair, -1, at, true);
            CloseReason reason = atServer.get(0);
            if (at < most - 30) {
                // Later than that it is an end within close_notify.
                assertTls(reason, "ended at " + at);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void endedAtEachByteOfTheServers(TlsVersion version) {
        TlsPair pair = pair(version);
        long most = new Course(pair, -1, -1, false).clientTap.came;
        for (long at = 0; at < most; at += stride()) {
            new Course(pair, at, -1, true);
            if (at < most - 60) {
                assertTls(atClient.get(0), "ended at " + at);
            }
        }
    }

    private static void assertTls(CloseReason reason, String where) {
        CloseReason.Broken broken = assertInstanceOf(CloseReason.Broken.class, reason, where);
        TlsFailedException failed = assertInstanceOf(TlsFailedException.class, broken.cause(), where);
        assertEquals(TlsFailedException.Kind.TRUNCATED, failed.kind(), where + ": " + failed);
    }

    @ParameterizedTest
    @EnumSource
    void resetAtEachByte(TlsVersion version) {
        TlsPair pair = pair(version);
        long most = new Course(pair, -1, -1, false).clientTap.came;
        for (long at = 0; at <= most; at += stride()) {
            network.rules(
                    (MemoryHost) bench().server(), (MemoryHost) bench().client(), LinkRules.DEFAULT.withResetAfter(at));
            new Course(pair, -1, -1, false);
        }
    }

    /** Lets so many bytes come, then hands on the rest by itself, or ends instead. */
    private static final class Tap extends Layer {
        private final long cutAt;
        private final boolean end;
        long came;

        Tap(long cutAt, boolean end) {
            this.cutAt = cutAt;
            this.end = end;
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            long before = came;
            came += data.remaining();
            if (cutAt < 0 || cutAt < before || cutAt >= came) {
                if (!end || cutAt < 0 || cutAt >= came) {
                    super.dataReceived(data);
                }
                return;
            }
            ByteBuffer first = data.duplicate();
            first.limit(first.position() + (int) (cutAt - before));
            ByteBuffer rest = data.duplicate();
            rest.position(first.limit());
            if (first.hasRemaining()) {
                super.dataReceived(first.asReadOnlyBuffer());
            }
            if (end) {
                super.inputEnded();
            } else {
                super.dataReceived(rest.asReadOnlyBuffer());
            }
        }

        @Override
        public boolean inputEnded() {
            return (end && cutAt >= 0 && came > cutAt) || super.inputEnded();
        }
    }
}
