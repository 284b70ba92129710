package dev.sennit.tls.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.memory.MemoryNetwork;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsImplementation;
import dev.sennit.tls.TlsSession;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.contract.ContractBench;
import dev.sennit.transport.contract.ContractTest;
import dev.sennit.transport.contract.Probe;
import dev.sennit.transport.contract.Script;
import dev.sennit.x509.trust.Trust;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client and names that are not as RFC 1123 has them: each is sent, byte by byte, to a server that minds none. */
abstract class OddNameContract extends ContractTest {
    private final MemoryNetwork network = MemoryNetwork.seeded(1);

    /** Who does the work on the client's side. */
    abstract TlsImplementation implementation();

    @Override
    protected ContractBench openBench() {
        return ContractBench.simulated(network);
    }

    @ParameterizedTest
    @CsvSource({
        "my_service, my_service",
        "_a.b_.example, _a.b_.example",
        "a..b, a..b",
        ".a, .a",
        "host.example., host.example"
    })
    void isSentAsItIs(String name, String sent) {
        TlsPair pair = TlsPair.of(TlsImplementation.BOUNCY_CASTLE, implementation());
        TlsClientConfig client = TlsClientConfig.of(name)
                .withTrust(Trust.insecure())
                .withSettings(pair.client().settings());
        ContractBench secured = pair.withClient(client).over(bench());
        Listener listener = await(secured.opening()
                .listen(bench().server(), bench().listenAt(), ListenOptions.DEFAULT, serverProbes(Script.echo())));
        Probe probe = await(secured.opening()
                .connect(
                        bench().client(),
                        listener.address(),
                        ConnectOptions.DEFAULT,
                        clientProbes(Script.staysOpen().onMade(made -> made.write(Bytes.utf8("ping"))))));
        waitFor("the echo came", () -> probe.receivedBytes() == 4);
        assertEquals(Optional.of(sent), serverName(probe.transport().feature(TlsSession.class)));
        assertEquals(Optional.of(sent), serverName(accepted(0).transport().feature(TlsSession.class)));
    }

    private static Optional<String> serverName(Optional<TlsSession> session) {
        return session.flatMap(TlsSession::serverName);
    }
}
