package dev.sennit.integration.tls.programs;

import static dev.sennit.integration.tls.Engine.BC;
import static dev.sennit.integration.tls.Engine.JDK;
import static dev.sennit.integration.tls.Outcome.agreed;
import static dev.sennit.integration.tls.programs.ServerProgram.GNUTLS;
import static dev.sennit.integration.tls.programs.ServerProgram.OPENSSL;
import static dev.sennit.integration.tls.programs.ServerProgram.TWISTED;
import static dev.sennit.tls.TlsVersion.TLS_1_2;
import static dev.sennit.tls.TlsVersion.TLS_1_3;
import static dev.sennit.transport.error.TlsFailedException.Kind.LIMIT;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.integration.tls.Alert;
import dev.sennit.integration.tls.Engine;
import dev.sennit.integration.tls.Keys;
import dev.sennit.integration.tls.LineClient;
import dev.sennit.integration.tls.LineServer;
import dev.sennit.integration.tls.OurTls;
import dev.sennit.integration.tls.Outcome;
import dev.sennit.peers.NeedsPeer;
import dev.sennit.peers.Peer;
import dev.sennit.peers.Peers;
import dev.sennit.tls.NamedGroup;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.TlsVersion;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions are resumed, get new keys, and are not renegotiated. */
@NeedsPeer({"openssl", "gnutls", "curl", "twistedtls"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionsIT {
    private final OurTls ourTls = new OurTls();
    private final Peers peers;
    private final Keys keys;
    private final Map<ServerProgram, ServerProgram.Running> servers = new EnumMap<>(ServerProgram.class);
    private Optional<Peer> programs = Optional.empty();

    SessionsIT(Peers peers) throws IOException {
        this.peers = peers;
        this.keys = new Keys(peers.folder());
    }

    @BeforeAll
    void startPrograms() throws Exception {
        programs = Optional.of(peers.start("curl"));
        for (ServerProgram program : ServerProgram.values()) {
            servers.put(program, program.start(peers, keys, keys.server(), Map.of()));
        }
    }

    @AfterAll
    void shutDown() {
        ourTls.close();
    }

    private TlsServerConfig server(Engine engine, TlsVersion version) {
        return TlsServerConfig.of(Keys.identity(keys.server())).withSettings(engine.settings(version));
    }

    /** @param options {@code -no_ticket} has the server of TLS 1.2 keep the session instead of the client */
    record TheirResumption(Engine engine, TlsVersion version, String options, boolean isResumed) {}

    /** BouncyCastle's engine resumes no session of TLS 1.3. */
    static List<TheirResumption> theirResumptions() {
        return List.of(
                new TheirResumption(BC, TLS_1_2, "", true),
                new TheirResumption(BC, TLS_1_2, "-no_ticket", true),
                new TheirResumption(BC, TLS_1_3, "", false),
                new TheirResumption(BC, TLS_1_3, "-no_ticket", false),
                new TheirResumption(JDK, TLS_1_2, "", true),
                new TheirResumption(JDK, TLS_1_2, "-no_ticket", true),
                new TheirResumption(JDK, TLS_1_3, "", true),
                new TheirResumption(JDK, TLS_1_3, "-no_ticket", true));
    }

    @ParameterizedTest
    @MethodSource("theirResumptions")
    void theirClientsTakeSessionsUpAgain(TheirResumption row) throws Exception {
        String file = keys.file(row.engine + "-" + row.version + row.options + ".session");
        ClientProgram.Call call = ClientProgram.OPENSSL.call(keys).with(row.options);
        String shown = (row.isResumed ? "Reused, " : "New, ") + row.version.standardName();
        Peer place = programs.orElseThrow();
        TlsServerConfig server = server(row.engine, row.version);
        try (OurTls.Server serving = ourTls.serve(peers.testInterface(), server, LineServer::new)) {
            var unused = call.with("-sess_out " + file).run(place, peers.testHost(), serving.port());
            assertEquals(agreed(row.version), serving.next().outcome());

            ProgramExit.success(shown)
                    .check(call.with("$(test -f " + file + " && echo -sess_in " + file + ")")
                            .run(place, peers.testHost(), serving.port()));
            assertEquals(
                    agreed(row.version).resumed(row.isResumed), serving.next().outcome());
        }
    }

    record OurResumption(Engine engine, ServerProgram server, TlsVersion version, boolean isResumed) {}

    /** BouncyCastle's engine resumes no session of TLS 1.3, and Twisted's servers keep none. */
    static List<OurResumption> ourResumptions() {
        return List.of(
                new OurResumption(BC, OPENSSL, TLS_1_2, true),
                new OurResumption(BC, OPENSSL, TLS_1_3, false),
                new OurResumption(BC, GNUTLS, TLS_1_2, true),
                new OurResumption(BC, GNUTLS, TLS_1_3, false),
                new OurResumption(BC, TWISTED, TLS_1_2, false),
                new OurResumption(BC, TWISTED, TLS_1_3, false),
                new OurResumption(JDK, OPENSSL, TLS_1_2, true),
                new OurResumption(JDK, OPENSSL, TLS_1_3, true),
                new OurResumption(JDK, GNUTLS, TLS_1_2, true),
                new OurResumption(JDK, GNUTLS, TLS_1_3, true),
                new OurResumption(JDK, TWISTED, TLS_1_2, false),
                new OurResumption(JDK, TWISTED, TLS_1_3, false));
    }

    @ParameterizedTest
    @MethodSource("ourResumptions")
    void weTakeTheirSessionsUpAgain(OurResumption row) throws Exception {
        OurTls.Client client = ourTls.client(
                TlsClientConfig.of("localhost").withTrust(keys.trust()).withSettings(row.engine.settings(row.version)));
        ServerProgram.Running server = requireNonNull(servers.get(row.server));

        ServerProgram.Call first = server.call(client);
        ServerProgram.Call second = server.call(client);

        assertEquals(agreed(row.version).with("localhost"), first.outcome());
        assertEquals(agreed(row.version).with("localhost").resumed(row.isResumed), second.outcome());
        Optional<String> reply = Optional.of(row.server.reply());
        assertEquals(List.of(reply, reply), List.of(first.reply(), second.reply()));
    }

    /** @param command the letter that has s_client change keys (k, K) or renegotiate (R) */
    record Command(Engine engine, TlsVersion version, String command, ProgramExit exit, Outcome expected) {}

    static List<Command> commands() {
        ProgramExit keysChanged = ProgramExit.success("KEYUPDATE");
        // BouncyCastle's engine warns and would go on; OpenSSL ends the connection.
        ProgramExit warned = ProgramExit.failure(1, "RENEGOTIATING", "no renegotiation");
        ProgramExit reset = ProgramExit.failure(1, "RENEGOTIATING", "errno=104");
        Outcome ended = Outcome.refused(Alert.HANDSHAKE_FAILURE).whenOpen();
        Outcome refused = Outcome.failed(LIMIT).whenOpen();
        return List.of(
                new Command(BC, TLS_1_2, "R", warned, ended),
                new Command(JDK, TLS_1_2, "R", reset, refused),
                new Command(BC, TLS_1_3, "k", keysChanged, agreed(TLS_1_3)),
                new Command(JDK, TLS_1_3, "k", keysChanged, agreed(TLS_1_3)),
                new Command(BC, TLS_1_3, "K", keysChanged, agreed(TLS_1_3)),
                new Command(JDK, TLS_1_3, "K", keysChanged, agreed(TLS_1_3)));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void keysChangeAndNothingIsNegotiatedAnew(Command row) throws Exception {
        TlsServerConfig server = server(row.engine, row.version);
        try (OurTls.Server serving = ourTls.serve(peers.testInterface(), server, LineServer::new)) {
            // s_client takes a letter for a command only if it is read alone.
            String line = "(sleep 0.5; echo " + row.command + "; sleep 0.5; echo " + LineClient.LINE + "; sleep 1)"
                    + " | openssl s_client -connect " + peers.testHost() + ":" + serving.port() + " -CAfile "
                    + keys.file(Keys.CA);

            row.exit.check(programs.orElseThrow().exec("sh", "-c", line));
            row.expected.check(serving.next().outcome(), () -> line);
        }
    }

    /** @param seenByClient empty where the engine does not say: the JDK's does not, and has ML-KEM in TLS from 27 on */
    record Groups(Engine client, Engine server, Optional<NamedGroup> seenByClient, Optional<NamedGroup> seenByServer) {}

    static List<Groups> groups() {
        Optional<NamedGroup> best = Optional.of(NamedGroup.X25519MLKEM768);
        Optional<NamedGroup> x25519 = Optional.of(NamedGroup.X25519);
        return List.of(
                new Groups(BC, BC, best, best),
                new Groups(BC, JDK, x25519, Optional.empty()),
                new Groups(JDK, BC, Optional.empty(), x25519));
    }

    /** Both sides are ours: no program of Debian's speaks ML-KEM yet. {@code BoringSslIT} has another implementation. */
    @ParameterizedTest
    @MethodSource("groups")
    void theGroupIsTheBestThatBothHave(Groups row) throws Exception {
        TlsServerConfig server =
                TlsServerConfig.of(Keys.identity(keys.server())).withSettings(row.server.settings());
        try (OurTls.Server serving = ourTls.serve("127.0.0.1", server, LineServer::new)) {
            OurTls.Client client = ourTls.client(
                    TlsClientConfig.of("localhost").withTrust(keys.trust()).withSettings(row.client.settings()));
            Deferred.Source<String> reply = new Deferred.Source<>();
            client.connect(TcpAddress.loopback(serving.port()), transport -> new LineClient(transport, reply));

            assertEquals(row.seenByClient, client.next().group());
            assertEquals(row.seenByServer, serving.next().group());
            assertEquals(LineServer.REPLY, reply.deferred().await(OurTls.LIMIT));
        }
    }
}
