package dev.sennit.integration.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.integration.support.BackgroundProgram;
import dev.sennit.integration.support.OpenDescriptors;
import dev.sennit.peers.NeedsPeer;
import dev.sennit.peers.Peer;
import dev.sennit.peers.Peers;
import dev.sennit.transport.Address;
import dev.sennit.transport.DatagramOptions;
import dev.sennit.transport.DatagramProtocol;
import dev.sennit.transport.DatagramTransport;
import dev.sennit.transport.SocketFile;
import dev.sennit.transport.UdpAddress;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.DatagramFailedException;
import dev.sennit.transport.nio.NioReactor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Datagrams to and from socat, Python, logger and systemd-notify, which are in the same image as socat. */
@NeedsPeer("socat")
@EnabledOnOs(OS.LINUX)
class DatagramPeersIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration AGAIN = Duration.ofMillis(20);
    private static final DatagramOptions FOR_ALL = DatagramOptions.DEFAULT.withFile(SocketFile.DEFAULT.withMode(0666));

    /** Takes one answer to each name given, which is a path, or an abstract one with a @ before it. */
    private static final String PYTHON_ASKS = """
            import os, socket, sys
            to, own = ['\\0' + each[1:] if each[0] == '@' else each for each in sys.argv[1:]]
            asking = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            asking.settimeout(20)
            asking.bind(own)
            if own[0] != '\\0': os.chmod(own, 0o666)
            for text in (b'hello', b'', b'x' * 60000):
                asking.sendto(text, to)
                print(asking.recv(65536) == text)
            """;

    private static final String PYTHON_ANSWERS = """
            import os, socket, sys
            own = '\\0' + sys.argv[1][1:] if sys.argv[1][0] == '@' else sys.argv[1]
            answering = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            answering.settimeout(20)
            answering.bind(own)
            if own[0] != '\\0': os.chmod(own, 0o666)
            data, sender = answering.recvfrom(65536)
            answering.sendto(data.upper(), sender)
            """;

    private static final String PYTHON_PASSES_FILES = """
            import socket, sys
            sending = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            sending.connect(sys.argv[1])
            for i in range(100):
                socket.send_fds(sending, [b'hello'], [0, 1, 2])
            """;

    private final NioReactor reactor = new NioReactor();
    private final NioReactor udp = new NioReactor();

    @AfterEach
    void shutDown() {
        reactor.close();
        udp.close();
    }

    private record Echo(DatagramTransport transport) implements DatagramProtocol {
        @Override
        public void datagramReceived(ByteBuffer data, Address from) {
            transport.send(data, from);
        }
    }

    /** Notes what comes, and sends one datagram until somebody takes it. */
    private static final class Inbox implements DatagramProtocol {
        private final DatagramTransport transport;
        private final BlockingQueue<Bytes> news = new LinkedBlockingQueue<>();
        private Bytes sent = Bytes.EMPTY;

        Inbox(DatagramTransport transport) {
            this.transport = transport;
        }

        void sendUntilTaken(Bytes data, Address to) {
            transport.loop().execute(() -> {
                sent = data;
                transport.send(data, to);
            });
        }

        @Override
        public void datagramReceived(ByteBuffer data, Address from) {
            news.add(Bytes.copyOf(data));
        }

        /** Not yet bound, or bound and not yet for us to write to. */
        @Override
        public void sendFailed(Address to, DatagramFailedException why) {
            transport.loop().after(AGAIN, () -> transport.send(sent, to));
        }

        String next() throws InterruptedException {
            Bytes next = news.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing came");
            }
            return next.toUtf8();
        }
    }

    /** A place as we write it, {@code @name} or a path. */
    private static String place(boolean isName, Peers peers, String file) {
        return isName
                ? "@" + peers.abstractName() + file
                : peers.folder().resolve(file).toString();
    }

    /** As socat writes it. */
    private static String inSocat(String place, String way) {
        return place.startsWith("@") ? "ABSTRACT-" + way + ":" + place.substring(1) : "UNIX-" + way + ":" + place;
    }

    private void echo(String place) throws InterruptedException {
        var unused = reactor.bind(new UnixAddress(place), FOR_ALL, Echo::new).await(LIMIT);
    }

    private Inbox inbox(String place) throws InterruptedException {
        return reactor.bind(new UnixAddress(place), FOR_ALL, Inbox::new).await(LIMIT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void socatIsAnswered(boolean isName, Peers peers, Peer socat) throws Exception {
        String place = place(isName, peers, "x");
        echo(place);
        String own = place(isName, peers, "own");
        String bind = ",bind=" + (isName ? own.substring(1) : own);
        String call = "umask 0; printf hello | socat -t 2 - " + inSocat(place, "SENDTO") + bind;
        assertEquals("hello", socat.exec("sh", "-c", call).outputOfSuccess());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void socatAnswers(boolean isName, Peers peers, Peer socat) throws Exception {
        String place = place(isName, peers, "x");
        String from = inSocat(place, "RECVFROM") + (isName ? "" : ",mode=666");
        BackgroundProgram answering = BackgroundProgram.start(socat, "socat", from, "SYSTEM:tr a-z A-Z");
        Inbox asking = inbox(place(isName, peers, "own"));
        asking.sendUntilTaken(Bytes.utf8("hello"), new UnixAddress(place));
        assertEquals("HELLO", asking.next());
        assertEquals(List.of(), answering.lines());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pythonIsAnswered(boolean isName, Peers peers, Peer socat) throws Exception {
        String place = place(isName, peers, "x");
        echo(place);
        String own = place(isName, peers, "own");
        String said =
                socat.exec("/usr/bin/python3", "-c", PYTHON_ASKS, place, own).outputOfSuccess();
        assertEquals("True\nTrue\nTrue\n", said);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pythonAnswers(boolean isName, Peers peers, Peer socat) throws Exception {
        String place = place(isName, peers, "x");
        BackgroundProgram answering = BackgroundProgram.start(socat, "/usr/bin/python3", "-c", PYTHON_ANSWERS, place);
        Inbox asking = inbox(place(isName, peers, "own"));
        asking.sendUntilTaken(Bytes.utf8("hello"), new UnixAddress(place));
        assertEquals("HELLO", asking.next());
        assertEquals(List.of(), answering.lines());
    }

    @Test
    void filesThatPythonPassesAlongAreNotKept(Peers peers, Peer socat) throws Exception {
        String place = place(false, peers, "x");
        Inbox inbox = inbox(place);
        long before = OpenDescriptors.count();
        socat.exec("/usr/bin/python3", "-c", PYTHON_PASSES_FILES, place).outputOfSuccess();
        for (int i = 0; i < 100; i++) {
            assertEquals("hello", inbox.next());
        }
        assertTrue(OpenDescriptors.count() < before + 50, () -> before + " before, and then more by far");
    }

    @Test
    void loggerLogsToUsAsToSyslog(Peers peers, Peer socat) throws Exception {
        String place = place(false, peers, "log");
        Inbox syslog = inbox(place);
        socat.exec("logger", "-u", place, "-p", "mail.warning", "-t", "sennit", "hello")
                .outputOfSuccess();
        String entry = syslog.next();
        // Facility 2 and severity 4: RFC 3164 section 4.1.1.
        assertTrue(entry.startsWith("<20>") && entry.contains("sennit") && entry.endsWith("hello"), entry);
    }

    @Test
    void systemdNotifyTellsUs(Peers peers, Peer socat) throws Exception {
        String place = place(false, peers, "notify");
        Inbox manager = inbox(place);
        socat.exec("env", "NOTIFY_SOCKET=" + place, "systemd-notify", "--ready", "--status=under way")
                .outputOfSuccess();
        List<String> lines = manager.next().lines().toList();
        assertTrue(lines.containsAll(List.of("READY=1", "STATUS=under way")), lines::toString);
    }

    @Test
    void socatIsAnsweredByUdp(Peers peers, Peer socat) throws Exception {
        Echo echo = udp.bind(UdpAddress.of(peers.testInterface(), 0), DatagramOptions.DEFAULT, Echo::new)
                .await(LIMIT);
        int port = ((UdpAddress) echo.transport().local()).port();
        String call = "printf hello | socat -t 2 - UDP4-SENDTO:" + peers.testHost() + ":" + port;
        assertEquals("hello", socat.exec("sh", "-c", call).outputOfSuccess());
    }
}
