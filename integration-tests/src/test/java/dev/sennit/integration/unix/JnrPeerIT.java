package dev.sennit.integration.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.integration.support.ChildJvm;
import dev.sennit.integration.support.Exchange;
import dev.sennit.integration.support.Program;
import dev.sennit.small.Echo;
import dev.sennit.transport.PeerCredentials;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import dev.sennit.transport.unix.jnr.JnrSockets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Unix sockets and another process that has those of jnr-unixsocket: either listens, and each sees who the other is. */
@EnabledOnOs(OS.LINUX)
class JnrPeerIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int LARGE = 3_000_000;

    private static final AtomicInteger NAMES = new AtomicInteger();

    private static Program jnr;

    @TempDir
    private Path folder;

    private final NioReactor jdk = new NioReactor(NioSettings.DEFAULT.withProvidedSockets(false));
    private final NioReactor linux = new NioReactor();
    private final NioReactor jnrOfOurs = new NioReactor(NioSettings.DEFAULT.withSockets(new JnrSockets()));

    @BeforeAll
    static void startTheProgram() throws IOException {
        jnr = ChildJvm.start(JnrMain.class);
    }

    @AfterAll
    static void endTheProgram() throws IOException {
        jnr.endInput();
        assertEquals(0, jnr.exitCode(), jnr::errors);
        jnr.close();
    }

    @AfterEach
    void shutDown() {
        jdk.close();
        linux.close();
        jnrOfOurs.close();
    }

    private enum Place {
        PATH_OF_THE_JDK,
        PATH,
        /** By the same library on both sides, in two processes. */
        PATH_BY_JNR,
        NAME_BY_JNR,
        NAME,
        /** The longest path of the system's sockets, and a byte longer than the JDK's. */
        LONGEST_PATH,
        LONGEST_NAME_OF_BOTH;
    }

    private String address(Place place) {
        String name = "@sennit-jnr-" + ProcessHandle.current().pid() + "-" + NAMES.incrementAndGet();
        return switch (place) {
            case PATH_OF_THE_JDK, PATH, PATH_BY_JNR -> folder + "/x";
            case NAME, NAME_BY_JNR -> name;
            case LONGEST_PATH ->
                folder + "/" + "x".repeat(107 - 1 - folder.toString().length());
            case LONGEST_NAME_OF_BOTH -> name + "x".repeat(107 - name.length());
        };
    }

    private EndpointContext context(Place place) {
        return EndpointContext.on(
                switch (place) {
                    case PATH_OF_THE_JDK -> jdk;
                    case PATH_BY_JNR, NAME_BY_JNR -> jnrOfOurs;
                    default -> linux;
                });
    }

    @ParameterizedTest
    @EnumSource
    void itsClientGetsItsBytesBackFromOurServer(Place place) throws Exception {
        String address = address(place);
        Deferred.Source<Optional<PeerCredentials>> accepted = new Deferred.Source<>();
        var unused = context(place)
                .server("unix:" + address)
                .listen(transport -> {
                    accepted.succeed(transport.feature(PeerCredentials.class));
                    return new Echo(transport);
                })
                .await(LIMIT);
        jnr.say("call " + address + " " + LARGE);
        assertEquals(ourselves(), jnr.lineAfter("peer "));
        assertEquals("" + LARGE, jnr.lineAfter("received "));
        assertSeesTheProgram(place, accepted.deferred().await(LIMIT));
    }

    @ParameterizedTest
    @EnumSource
    void ourClientGetsItsBytesBackFromItsServer(Place place) throws Exception {
        String address = address(place);
        jnr.say("listen " + address);
        jnr.lineAfter("listening");
        Exchange client =
                context(place).client("unix:" + address).connect(Exchange::new).await(LIMIT);
        assertSeesTheProgram(place, client.transport().feature(PeerCredentials.class));
        Bytes large = Bytes.of(new byte[LARGE]);
        assertEquals(large, client.say(large).await(LIMIT));
        assertEquals(ourselves(), jnr.lineAfter("peer "));
        assertEquals("" + LARGE, jnr.lineAfter("received "));
    }

    @Test
    void eachIsRefusedWhereTheOtherNoLongerListens() throws Exception {
        String address = address(Place.PATH);
        jnr.say("listen " + address);
        jnr.lineAfter("listening");
        EndpointContext context = EndpointContext.on(linux);
        context.client("unix:" + address)
                .connect(Exchange::new)
                .await(LIMIT)
                .say(Bytes.EMPTY)
                .await(LIMIT);
        jnr.lineAfter("received 0");
        // It leaves the file of its socket, so the next listener of ours takes the place of a dead one.
        ConnectFailedException refused = assertThrows(
                ConnectFailedException.class,
                () -> context.client("unix:" + address).connect(Exchange::new).await(LIMIT));
        assertEquals(ConnectFailedException.Kind.REFUSED, refused.kind(), refused::getMessage);
        context.server("unix:" + address).listen(Echo::new).await(LIMIT).close().await(LIMIT);
        jnr.say("call " + address + " 1");
        assertEquals("No such file or directory", jnr.lineAfter("failed: "));
    }

    /** The JDK's sockets know no credentials. */
    private static void assertSeesTheProgram(Place place, Optional<PeerCredentials> seen) throws IOException {
        assertEquals(
                place == Place.PATH_OF_THE_JDK ? Optional.empty() : Optional.of(identity(jnr.pid())),
                seen.map(known -> known.pid() + " " + known.uid() + " " + known.gid()));
    }

    private static String ourselves() throws IOException {
        return identity(ProcessHandle.current().pid());
    }

    private static String identity(long process) throws IOException {
        Path folder = Path.of("/proc/" + process);
        return process + " " + Files.getAttribute(folder, "unix:uid") + " " + Files.getAttribute(folder, "unix:gid");
    }
}
