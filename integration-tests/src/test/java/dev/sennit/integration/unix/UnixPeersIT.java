package dev.sennit.integration.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.integration.support.BackgroundProgram;
import dev.sennit.integration.support.Exchange;
import dev.sennit.integration.support.Recorder;
import dev.sennit.peers.NeedsPeer;
import dev.sennit.peers.Peer;
import dev.sennit.peers.Peers;
import dev.sennit.small.Echo;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Endpoint strings of Unix sockets and socat: either listens, either ends its output first, and megabytes pass whole. */
@NeedsPeer("socat")
@EnabledOnOs(OS.LINUX)
class UnixPeersIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int LARGE = 8 * 1024 * 1024;

    private final NioReactor jdk = new NioReactor(NioSettings.DEFAULT.withProvidedSockets(false));
    private final NioReactor linux = new NioReactor();

    @AfterEach
    void shutDown() {
        jdk.close();
        linux.close();
    }

    private enum Place {
        PATH_OF_THE_JDK,
        PATH,
        NAME
    }

    /** One place as both kits write it. */
    private record Spelling(String server, String client, String listen, String connect) {}

    private static Spelling spelling(Place place, Peers peers) {
        if (place == Place.NAME) {
            String name = peers.abstractName();
            return new Spelling(
                    "unix:@" + name, "unix:@" + name, "ABSTRACT-LISTEN:" + name + ",fork", "ABSTRACT-CONNECT:" + name);
        }
        String path = peers.folder().resolve("x.sock").toString();
        return new Spelling(
                "unix:" + path + ":mode=666",
                "unix:" + path,
                "UNIX-LISTEN:" + path + ",fork,mode=666",
                "UNIX-CONNECT:" + path);
    }

    private EndpointContext context(Place place) {
        return EndpointContext.on(place == Place.PATH_OF_THE_JDK ? jdk : linux);
    }

    private void listen(Place place, Spelling at, ProtocolFactory<?> factory) throws InterruptedException {
        var unused = context(place).server(at.server()).listen(factory).await(LIMIT);
    }

    @ParameterizedTest
    @EnumSource
    void socatGetsItsBytesBackFromOurServer(Place place, Peers peers, Peer socat) throws Exception {
        Spelling at = spelling(place, peers);
        listen(place, at, Echo::new);
        String call = "head -c " + LARGE + " /dev/urandom >sent && socat -t 20 - " + at.connect() + " <sent >got"
                + " && wc -c <got && sha256sum <sent && sha256sum <got";
        List<String> said =
                socat.exec("sh", "-c", call).outputOfSuccess().lines().toList();
        assertEquals(Integer.toString(LARGE), said.get(0).strip());
        assertEquals(said.get(1), said.get(2));
    }

    @ParameterizedTest
    @EnumSource
    void socatAnswersAfterTheEndOfOurServersOutput(Place place, Peers peers, Peer socat) throws Exception {
        Spelling at = spelling(place, peers);
        Bytes large = largeBytes();
        Deferred.Source<Recorder> accepted = new Deferred.Source<>();
        listen(place, at, transport -> {
            Recorder recorder = new Recorder(transport);
            transport.loop().execute(() -> {
                transport.write(large);
                transport.endOutput();
            });
            accepted.succeed(recorder);
            return recorder;
        });
        BackgroundProgram call = BackgroundProgram.start(socat, "socat", "-t", "20", at.connect(), "EXEC:sha256sum");
        Recorder recorder = accepted.deferred().await(LIMIT);
        assertEquals(sum(large), recorder.input().toUtf8());
        recorder.transport().close();
        assertEquals(List.of(), call.lines());
    }

    @ParameterizedTest
    @EnumSource
    void socatAnswersAfterTheEndOfOurClientsOutput(Place place, Peers peers) throws Exception {
        Spelling at = spelling(place, peers);
        Bytes large = largeBytes();
        assertEquals(
                sum(large), answer(place, peers, at, "EXEC:sha256sum", large).toUtf8());
    }

    @ParameterizedTest
    @EnumSource
    void ourClientGetsItsBytesBackFromSocat(Place place, Peers peers) throws Exception {
        Spelling at = spelling(place, peers);
        Bytes large = largeBytes();
        assertEquals(sum(large), sum(answer(place, peers, at, "EXEC:cat", large)));
    }

    /** What a program of socat's answers, once it has been sent all of this. */
    private Bytes answer(Place place, Peers peers, Spelling at, String program, Bytes sent)
            throws InterruptedException {
        Peer unused = peers.start("socat", Map.of("FROM", at.listen(), "TO", program));
        Exchange client =
                context(place).client(at.client()).connect(Exchange::new).await(LIMIT);
        return client.say(sent).await(LIMIT);
    }

    private static Bytes largeBytes() {
        byte[] bytes = new byte[LARGE];
        new Random(4711).nextBytes(bytes);
        return Bytes.of(bytes);
    }

    /** As sha256sum writes it. */
    private static String sum(Bytes bytes) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
        return HexFormat.of().formatHex(digest) + "  -\n";
    }
}
