package dev.sennit.integration.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.command.Main;
import dev.sennit.integration.support.ChildJvm;
import dev.sennit.integration.support.Program;
import dev.sennit.transport.TcpAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Servers with a small heap outlive their peers: 300 members of a chat that never read while another floods the room, and 4000
 * handshakes that do not end. A newcomer is served, and only those are lost whose reason names the memory budget. With
 * {@code -Dsennit.long} the flood goes on for 60 s.
 */
class MemoryBudgetIT {
    private static final int MEMBERS = 300;
    private static final Duration FLOOD =
            System.getProperty("sennit.long") == null ? Duration.ZERO : Duration.ofSeconds(60);

    private static final int UNFINISHED_HANDSHAKES = 4000;

    private final List<Socket> sockets = new ArrayList<>();
    /** The members that stay, by their addresses as the server prints them. */
    private final Map<String, String> members = new HashMap<>();

    @AfterEach
    void closeMembers() throws IOException {
        for (Socket member : sockets) {
            member.close();
        }
    }

    @Test
    void peersThatNeverReadDoNotExhaustASmallHeap() throws Exception {
        try (Program server = ChildJvm.startWithHeap("32m", MemoryBudgetMain.class)) {
            int port = server.portAfter("listening on ");
            for (int i = 0; i < MEMBERS; i++) {
                join(port, "member" + i);
            }
            Socket speaker = join(port, "speaker");
            AtomicBoolean enough = new AtomicBoolean();
            Thread flood = new Thread(() -> flood(speaker, enough));
            flood.start();
            List<String> lost = new ArrayList<>();
            long begun = System.nanoTime();
            lost.add(server.lineAfter("lost "));
            try {
                for (int i = 0; System.nanoTime() - begun < FLOOD.toNanos(); i++) {
                    assertNewcomerIsServed(port, "early" + i);
                }
                assertNewcomerIsServed(port, "newcomer");
                enough.set(true);
                flood.join();
                assertNewcomerIsServed(port, "late");
            } catch (IOException unserved) {
                throw new AssertionError("a newcomer was not served; the server said: " + server.errors(), unserved);
            } finally {
                enough.set(true);
            }
            server.say("who is there?");
            String line = server.line();
            for (; !line.startsWith("present "); line = server.line()) {
                if (line.startsWith("lost ")) {
                    lost.add(line.substring("lost ".length()));
                }
            }
            assertEquals(0, server.exitCode(), server::errors);
            Set<String> all = Set.copyOf(members.values());
            Set<String> names = new TreeSet<>(all);
            Set<String> present =
                    new TreeSet<>(List.of(line.substring("present ".length()).split(",", -1)));
            for (String end : lost) {
                // A newcomer may get the port of a member that is lost.
                String name = members.remove(end.substring(0, end.indexOf(": ")));
                assertTrue(name == null || end.contains("memory budget"), end);
                names.remove(String.valueOf(name));
            }
            assertTrue(names.size() <= MEMBERS, "the budget was never exceeded");
            present.retainAll(all);
            assertEquals(names, present, "who is there, and was not lost");
            assertTrue(server.errors().contains("memory budget"), server::errors);
        }
    }

    @Test
    void unfinishedHandshakesDoNotExhaustASmallHeap(@TempDir Path folder) throws Exception {
        CertificateAuthority authority = CertificateAuthority.create();
        String endpoint = UnfinishedHandshake.patientServer(authority, folder);
        try (Program server = ChildJvm.startWithHeap("64m", Main.class, "serve", "echo", endpoint)) {
            int port = server.portAfter("echo is listening on ");
            for (int i = 0; i < UNFINISHED_HANDSHAKES; i++) {
                Socket peer = new Socket(TcpAddress.loopback(port).ip(), port);
                sockets.add(peer);
                try {
                    peer.getOutputStream().write(UnfinishedHandshake.bytes());
                } catch (IOException aborted) {
                    // For its memory: the log tells.
                }
            }
            try (Socket newcomer = socketsTrusting(authority)
                    .createSocket(TcpAddress.loopback(port).ip(), port)) {
                newcomer.setSoTimeout(60_000);
                newcomer.getOutputStream().write('!');
                assertEquals('!', newcomer.getInputStream().read());
            }
            assertTrue(server.errors().contains("memory budget"), server::errors);
        }
    }

    private Socket join(int port, String name) throws IOException {
        Socket member = new Socket(TcpAddress.loopback(port).ip(), port);
        sockets.add(member);
        members.put("127.0.0.1:" + member.getLocalPort(), name);
        say(member, name);
        return member;
    }

    private static void assertNewcomerIsServed(int port, String name) throws IOException {
        try (Socket newcomer = new Socket(TcpAddress.loopback(port).ip(), port)) {
            newcomer.setSoTimeout(60_000);
            BufferedReader hears =
                    new BufferedReader(new InputStreamReader(newcomer.getInputStream(), StandardCharsets.UTF_8));
            assertEquals("What is your name?", hears.readLine());
            say(newcomer, name);
            String welcome = String.valueOf(hears.readLine());
            assertTrue(welcome.startsWith("Welcome, " + name), welcome);
        }
    }

    private static void flood(Socket speaker, AtomicBoolean enough) {
        String line = "x".repeat(4000);
        try {
            while (!enough.get()) {
                say(speaker, line);
            }
        } catch (IOException lost) {
            // The test sees who was lost, and why.
        }
    }

    private static void say(Socket member, String text) throws IOException {
        member.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static SocketFactory socketsTrusting(CertificateAuthority authority) throws Exception {
        KeyStore roots = KeyStore.getInstance(KeyStore.getDefaultType());
        roots.load(null);
        roots.setCertificateEntry("root", authority.root());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(roots);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }
}
