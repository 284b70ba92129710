package dev.sennit.tls.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.memory.MemoryNetwork;
import dev.sennit.tls.ClientAuthentication;
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
import dev.sennit.transport.error.TlsFailedException.Kind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How many bytes a client may send before the handshake is done: more where it is asked for a certificate. */
class HandshakeBytesTest extends ContractTest {
    /** The warning unrecognized_name before any hello, which ends nothing. */
    private static final Bytes WARNING = Bytes.hex("15030100020170");

    private static final int ILLEGAL_PARAMETER = 47;

    private final List<CloseReason> reasons = new ArrayList<>();

    @Override
    protected ContractBench openBench() {
        return ContractBench.simulated(MemoryNetwork.seeded(1));
    }

    private Probe flooded(TlsServerConfig server, int bytes) {
        Listener listener = await(bench().opening()
                .listen(
                        bench().server(),
                        bench().listenAt(),
                        ListenOptions.DEFAULT,
                        serverProbes(Script.echo())
                                .through(() -> new Noted(reasons))
                                .through(TlsContext.server(server))));
        Bytes flood = Bytes.copyOf(ByteBuffer.wrap(repeated(bytes / WARNING.length())));
        return await(connect(listener, ConnectOptions.DEFAULT, Script.idle().onMade(probe -> probe.write(flood))));
    }

    private static byte[] repeated(int times) {
        byte[] all = new byte[times * WARNING.length()];
        for (int i = 0; i < times; i++) {
            System.arraycopy(WARNING.toByteArray(), 0, all, i * WARNING.length(), WARNING.length());
        }
        return all;
    }

    private void assertOverLimit(Probe attacker, int limit, TlsImplementation implementation) {
        // An SSLEngine does not let the alert be chosen.
        boolean told = implementation == TlsImplementation.BOUNCY_CASTLE;
        waitFor("the server ended it", () -> !reasons.isEmpty());
        CloseReason.Broken broken = assertInstanceOf(CloseReason.Broken.class, reasons.get(0));
        TlsFailedException failed = assertInstanceOf(TlsFailedException.class, broken.cause());
        assertEquals(Kind.LIMIT, failed.kind(), failed.toString());
        assertEquals(told ? OptionalInt.of(ILLEGAL_PARAMETER) : OptionalInt.empty(), failed.alert());
        assertTrue(failed.toString().contains("after " + limit + " bytes"), failed.toString());
        waitFor("the client was told", () -> !told || attacker.receivedBytes() == WARNING.length());
    }

    static List<TlsImplementation> implementations() {
        return List.of(TlsImplementation.BOUNCY_CASTLE, TlsImplementation.JDK);
    }

    private static TlsServerConfig server(TlsImplementation implementation) {
        return TlsServerConfig.of(TestCerts.SERVER)
                .withSettings(TlsSettings.DEFAULT.withImplementation(implementation));
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void aServerThatAsksForNoCertificateTakes32KiB(TlsImplementation implementation) {
        TlsServerConfig server = server(implementation);
        assertOverLimit(flooded(server, 40_000), 32_768, implementation);
        reasons.clear();
        assertOverLimit(flooded(TlsPair.onWorkers(server), 40_000), 32_768, implementation);
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void aServerThatAsksForACertificateTakes256KiB(TlsImplementation implementation) {
        TlsServerConfig server = server(implementation).withClients(ClientAuthentication.WANT, TestCerts.TRUST);
        assertOverLimit(flooded(server, 300_000), 262_144, implementation);
    }

    @ParameterizedTest
    @MethodSource("implementations")
    void theLimitCanBeSet(TlsImplementation implementation) {
        TlsSettings settings = server(implementation).settings();
        TlsServerConfig server = server(implementation)
                .withSettings(settings.withLimits(settings.limits().withHandshakeBytes(2000)));
        assertOverLimit(flooded(server, 4000), 2000, implementation);
    }
}
