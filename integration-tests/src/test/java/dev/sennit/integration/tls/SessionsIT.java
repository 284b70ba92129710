package dev.sennit.integration.tls;

import static dev.sennit.transport.tls.TlsVersion.TLS_1_2;
import static dev.sennit.transport.tls.TlsVersion.TLS_1_3;

import dev.sennit.integration.tls.Row.Both;
import dev.sennit.integration.tls.TheirClient.Program;
import dev.sennit.peers.Execution;
import dev.sennit.peers.NeedsPeer;
import dev.sennit.peers.Peer;
import dev.sennit.peers.Peers;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.tls.NamedGroup;
import dev.sennit.transport.tls.TlsClient;
import dev.sennit.transport.tls.TlsServer;
import dev.sennit.transport.tls.TlsVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What happens to sessions once they are there: taken up again, given new keys, and not negotiated anew. */
@NeedsPeer({"openssl", "gnutls", "curl", "twistedtls"})
class SessionsIT {
    private final OurTls ourTls = new OurTls();
    private final List<Row> rows = new ArrayList<>();
    private final Path folder;

    SessionsIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void shutDown() {
        ourTls.close();
    }

    private List<DynamicTest> tests() {
        return rows.stream().map(Row::test).toList();
    }

    @TestFactory
    List<DynamicTest> theirClientsTakeSessionsUpAgain(Peers peers) throws Exception {
        Keys keys = new Keys(peers.folder());
        Peer place = peers.start("curl");
        for (Engine engine : Engine.values()) {
            for (TlsVersion version : TlsVersion.values()) {
                TlsServer server = TlsServer.of(Keys.identity(keys.server())).withSettings(engine.settings(version));
                for (String options : List.of("", "-no_ticket")) {
                    String name = "OPENSSL " + options + " comes back to " + engine + " in " + version;
                    String file = keys.file(engine + "-" + version + options + ".session");
                    TheirClient client = TheirClient.of(Program.OPENSSL, keys).with(options);
                    boolean resumed = version == TLS_1_2 || engine == Engine.JDK;
                    String wanted = (resumed ? "Reused, " : "New, ") + version.standardName();
                    String ours =
                            version.standardName() + ", then " + version.standardName() + (resumed ? " resumed" : "");
                    rows.add(new Row(name, "0 …" + wanted + "…yoha…", ours, () -> {
                        try (OurTls.Server serving = ourTls.serve(peers.testInterface(), server, Answer::new)) {
                            client.with("-sess_out " + file).call(place, peers.testHost(), serving.port());
                            String theirs = client.with("$(test -f " + file + " && echo -sess_in " + file + ")")
                                    .call(place, peers.testHost(), serving.port());
                            return new Both(
                                    theirs,
                                    serving.next().text() + ", then "
                                            + serving.next().text());
                        }
                    }));
                }
            }
        }
        return tests();
    }

    @TestFactory
    List<DynamicTest> weTakeTheirSessionsUpAgain(Peers peers) throws Exception {
        Keys keys = new Keys(peers.folder());
        keys.write("server", keys.server());
        for (String role : List.of("openssl", "gnutls", "twistedtls")) {
            TheirServer server = new TheirServer(peers.start(
                    role,
                    Map.of(
                            "CERT",
                            keys.file("server.pem"),
                            "KEY",
                            keys.file("server.key"),
                            "ARGS",
                            role.equals("openssl") ? "-cert_chain " + keys.file("server.pem") : "")));
            String line = role.equals("openssl") ? "yoha" : "ahoy";
            for (Engine engine : Engine.values()) {
                for (TlsVersion version : TlsVersion.values()) {
                    TlsClient client =
                            TlsClient.of("localhost").withTrust(keys.trust()).withSettings(engine.settings(version));
                    // Twisted's servers keep no sessions.
                    boolean resumed = !role.equals("twistedtls") && (version == TLS_1_2 || engine == Engine.JDK);
                    String name = version.standardName();
                    String ours = name + " peer=localhost; " + line + ", then " + name + (resumed ? " resumed" : "")
                            + " peer=localhost; " + line;
                    rows.add(new Row(engine + " comes back to " + role + " in " + version, "…", ours, () -> {
                        OurTls.Client calling = ourTls.client(client);
                        Both first = server.call(calling, "…");
                        Both second = server.call(calling, "…");
                        return new Both(first.theirs() + second.theirs(), first.ours() + ", then " + second.ours());
                    }));
                }
            }
        }
        return tests();
    }

    /** Whoever pipes these lines into s_client has it renegotiate or change keys, and then say a line. */
    private void commanded(
            Peers peers, Peer place, Keys keys, Engine engine, TlsVersion version, String command, String... expected) {
        TlsServer server = TlsServer.of(Keys.identity(keys.server())).withSettings(engine.settings(version));
        String name = "'" + command + "' of s_client to " + engine + " in " + version;
        rows.add(new Row(name, expected[0], expected[1], () -> {
            try (OurTls.Server serving = ourTls.serve(peers.testInterface(), server, Answer::new)) {
                String call = "(sleep 0.5; echo " + command + "; sleep 0.5; echo ahoy; sleep 1) | openssl s_client"
                        + " -connect " + peers.testHost() + ":" + serving.port() + " -CAfile " + keys.file("ca.pem");
                Execution done = place.exec("sh", "-c", call);
                return new Both(
                        done.exitCode() + " " + done.output(), serving.next().text());
            }
        }));
    }

    @TestFactory
    List<DynamicTest> keysChangeAndNothingIsNegotiatedAnew(Peers peers) throws Exception {
        Keys keys = new Keys(peers.folder());
        Peer place = peers.start("curl");
        // BouncyCastle's warns and would go on, and OpenSSL does not.
        String bySignal = "…REFUSED_BY_PEER 40: the peer ended the connection with the alert handshake_failure…";
        commanded(peers, place, keys, Engine.BC, TLS_1_2, "R", "1 …RENEGOTIATING…no renegotiation…", bySignal);
        String byReset = "…LIMIT: the peer wants to negotiate anew, which is not done here (RFC 5746)";
        commanded(peers, place, keys, Engine.JDK, TLS_1_2, "R", "1 …RENEGOTIATING…errno=104…", byReset);
        for (String keyUpdate : List.of("k", "K")) {
            commanded(peers, place, keys, Engine.BC, TLS_1_3, keyUpdate, "0 …KEYUPDATE…yoha…", "TLSv1.3");
            commanded(peers, place, keys, Engine.JDK, TLS_1_3, keyUpdate, "0 …KEYUPDATE…yoha…", "TLSv1.3");
        }
        return tests();
    }

    /** Both sides are ours; {@link BoringSslIT} has a stranger, which speaks ML-KEM as no program of Debian's does yet. */
    @TestFactory
    List<DynamicTest> theGroupIsTheBestThatBothHave() throws Exception {
        Keys keys = new Keys(folder);
        NamedGroup best = NamedGroup.X25519MLKEM768;
        row(keys, Engine.BC, Engine.BC, Optional.of(best), Optional.of(best));
        // The JDK has ML-KEM in TLS from 27 on, and does not tell the group.
        row(keys, Engine.BC, Engine.JDK, Optional.of(NamedGroup.X25519), Optional.empty());
        row(keys, Engine.JDK, Engine.BC, Optional.empty(), Optional.of(NamedGroup.X25519));
        return tests();
    }

    private void row(
            Keys keys, Engine client, Engine server, Optional<NamedGroup> atClient, Optional<NamedGroup> atServer) {
        String name = client + " and " + server + " agree on a group";
        rows.add(new Row(name, atClient.toString(), atServer.toString(), () -> {
            TlsServer wanted = TlsServer.of(Keys.identity(keys.server())).withSettings(server.settings());
            try (OurTls.Server serving = ourTls.serve("127.0.0.1", wanted, Answer::new)) {
                OurTls.Client calling = ourTls.client(
                        TlsClient.of("localhost").withTrust(keys.trust()).withSettings(client.settings()));
                Deferred.Source<String> answer = new Deferred.Source<>();
                calling.connect(TcpAddress.loopback(serving.port()), transport -> new Lines(transport, answer));
                return new Both(group(calling.next()), group(serving.next()));
            }
        }));
    }

    private static String group(Seen seen) {
        return seen.session().map(agreed -> agreed.group().toString()).orElseGet(seen::text);
    }
}
