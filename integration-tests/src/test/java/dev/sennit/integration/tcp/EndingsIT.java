package dev.sennit.integration.tcp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.integration.support.ChildJvm;
import dev.sennit.integration.support.PlainSocket;
import dev.sennit.integration.support.Program;
import dev.sennit.integration.support.Recorder;
import dev.sennit.integration.support.Until;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.CloseReason.Phase;
import dev.sennit.transport.Listener;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Traffic;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.ConnectionBrokenException;
import dev.sennit.transport.nio.NioReactor;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever a plain socket of somebody else does, the protocol hears of one end, with the right reason. */
class EndingsIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final NioReactor reactor = new NioReactor();
    private final BlockingQueue<Recorder> accepted = new LinkedBlockingQueue<>();
    private int port;

    @BeforeEach
    void listen() throws InterruptedException {
        Listener listener = EndpointContext.on(reactor)
                .server("tcp:0:127.0.0.1")
                .listen(transport -> {
                    Recorder recorder = new Recorder(transport);
                    accepted.add(recorder);
                    return recorder;
                })
                .await(LIMIT);
        port = ((TcpAddress) listener.address()).port();
    }

    @AfterEach
    void shutDown() {
        reactor.close();
    }

    @Test
    void aResetIsABrokenConnectionByThePeer() throws Exception {
        Socket peer = connect();
        Recorder ours = accept();
        peer.setSoLinger(true, 0);
        peer.close();
        assertBrokenByPeer(onlyEndOf(ours), Phase.OPEN);
    }

    @Test
    void aResetWhileWeSendIsABrokenConnectionByThePeer() throws Exception {
        Socket peer = connect();
        Recorder ours = accept();
        ours.transport().write(Bytes.of(new byte[8 * 1024 * 1024]));
        assertEquals(0, peer.getInputStream().read());
        peer.setSoLinger(true, 0);
        peer.close();
        assertBrokenByPeer(onlyEndOf(ours), Phase.OPEN);
    }

    @Test
    void aPeerThatEndsItsOutputStillHearsTheAnswer() throws Exception {
        try (Socket peer = connect()) {
            Recorder ours = accept();
            peer.getOutputStream().write("question".getBytes(US_ASCII));
            peer.shutdownOutput();
            assertEquals(Bytes.ascii("question"), ours.input());
            ours.transport().write(Bytes.ascii("answer"));
            ours.transport().close();
            assertArrayEquals("answer".getBytes(US_ASCII), peer.getInputStream().readAllBytes());
            CloseReason reason = onlyEndOf(ours);
            assertInstanceOf(CloseReason.Clean.class, reason, reason.toString());
            assertEquals(By.PEER, reason.ending().by(), reason.toString());
            assertEquals(8, reason.ending().traffic().bytesReceived());
            assertEquals(6, reason.ending().traffic().bytesSent());
        }
    }

    @Test
    void aPeerAnswersAfterWeHaveEndedOurOutput() throws Exception {
        try (Socket peer = connect()) {
            Recorder ours = accept();
            ours.transport().write(Bytes.ascii("question"));
            ours.transport().endOutput();
            assertArrayEquals(
                    "question".getBytes(US_ASCII), peer.getInputStream().readAllBytes());
            peer.getOutputStream().write("answer".getBytes(US_ASCII));
            peer.shutdownOutput();
            assertEquals(Bytes.ascii("answer"), ours.input());
            CloseReason reason = onlyEndOf(ours);
            assertInstanceOf(CloseReason.Clean.class, reason, reason.toString());
        }
    }

    @Test
    void closingIsACleanEndByUs() throws Exception {
        try (Socket peer = connect()) {
            Recorder ours = accept();
            ours.transport().close();
            assertEquals(-1, peer.getInputStream().read());
            peer.shutdownOutput();
            CloseReason reason = onlyEndOf(ours);
            assertInstanceOf(CloseReason.Clean.class, reason, reason.toString());
            assertEquals(By.US, reason.ending().by(), reason.toString());
            assertEquals(Phase.CLOSING, reason.ending().phase(), reason.toString());
        }
    }

    @Test
    void abortingResetsThePeer() throws Exception {
        try (Socket peer = connect()) {
            Recorder ours = accept();
            ours.transport().abort();
            assertThrows(IOException.class, () -> peer.getInputStream().read());
            CloseReason reason = onlyEndOf(ours);
            assertInstanceOf(CloseReason.Aborted.class, reason, reason.toString());
            assertEquals(By.US, reason.ending().by(), reason.toString());
        }
    }

    @Test
    void shuttingTheReactorDownAbortsByTheReactor() throws Exception {
        try (Socket peer = connect()) {
            Recorder ours = accept();
            reactor.close();
            CloseReason reason = onlyEndOf(ours);
            assertInstanceOf(CloseReason.Aborted.class, reason, reason.toString());
            assertEquals(By.REACTOR, reason.ending().by(), reason.toString());
            assertThrows(IOException.class, () -> peer.getInputStream().read());
        }
    }

    @Test
    void aPeerThatIsKilledEndsItsOutput() throws Exception {
        try (Program peer = ChildJvm.start(IdlePeerMain.class, port)) {
            Recorder ours = accept();
            peer.lineAfter("connected");
            peer.kill();
            assertEquals(Bytes.EMPTY, ours.input());
            ours.transport().close();
            CloseReason reason = onlyEndOf(ours);
            assertInstanceOf(CloseReason.Clean.class, reason, reason.toString());
            assertEquals(By.PEER, reason.ending().by(), reason.toString());
        }
    }

    @Test
    void aPeerThatIsKilledWithUnreadBytesBreaksTheConnection() throws Exception {
        try (Program peer = ChildJvm.start(IdlePeerMain.class, port)) {
            Recorder ours = accept();
            peer.lineAfter("connected");
            ours.transport().write(Bytes.ascii("unread"));
            Until.isTrue(
                    () -> ours.transport().feature(Traffic.class).orElseThrow().bytesSent() == 6,
                    () -> "nothing was sent");
            peer.kill();
            assertBrokenByPeer(onlyEndOf(ours), Phase.OPEN);
        }
    }

    private Socket connect() throws IOException {
        return PlainSocket.connect(port);
    }

    private Recorder accept() throws InterruptedException {
        Recorder recorder = accepted.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (recorder == null) {
            throw new AssertionError("nobody came within " + LIMIT);
        }
        return recorder;
    }

    /** Waits for the end, and for the reactor's: after that no second one can follow. */
    private CloseReason onlyEndOf(Recorder recorder) throws InterruptedException {
        CloseReason reason = recorder.lost();
        reactor.close();
        assertEquals(1, recorder.timesLost(), "times that connectionLost was called");
        return reason;
    }

    private static void assertBrokenByPeer(CloseReason reason, Phase phase) {
        CloseReason.Broken broken = assertInstanceOf(CloseReason.Broken.class, reason, reason.toString());
        assertInstanceOf(ConnectionBrokenException.class, broken.cause(), reason.toString());
        assertEquals(By.PEER, reason.ending().by(), reason.toString());
        assertEquals(phase, reason.ending().phase(), reason.toString());
    }
}
