package dev.sennit.integration.load;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.integration.support.ChildJvm;
import dev.sennit.integration.support.PlainSocket;
import dev.sennit.integration.support.Program;
import dev.sennit.integration.support.Until;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server that has run out of descriptors turns peers away at once, stays calm, and serves again when some leave. */
class EmfileIT {
    /** Each jar of the class path takes one, about fifty in all. */
    private static final int DESCRIPTORS = 160;

    private static final int PEERS = 220;
    private static final Duration QUIET = Duration.ofSeconds(2);
    /** Of the system's ticks, 100 in a second: a loop that spins takes all 200 of the quiet time. */
    private static final long CALM_TICKS = 60;

    @Test
    void aServerWithoutDescriptorsShedsPeersWithoutSpinningAndServesAgain() throws Exception {
        List<Socket> served = new ArrayList<>();
        try (Program server = ChildJvm.startWithDescriptors(DESCRIPTORS, EmfileMain.class)) {
            int port = server.portAfter("listening on ");
            int shed = 0;
            for (int i = 0; i < PEERS; i++) {
                Socket peer = PlainSocket.connect(port);
                if (isServed(peer)) {
                    served.add(peer);
                } else {
                    shed++;
                    peer.close();
                }
            }
            assertTrue(served.size() > 10, served.size() + " served");
            assertTrue(shed >= PEERS - DESCRIPTORS, shed + " shed");

            long before = cpuTicks(server.pid());
            assertFalse(server.endsWithin(QUIET), server::errors);
            long ticks = cpuTicks(server.pid()) - before;
            assertTrue(ticks <= CALM_TICKS, "took " + ticks + " ticks of the processor in " + QUIET);

            for (Socket peer : served.subList(0, 10)) {
                peer.close();
            }
            Until.isTrue(() -> servesAnother(port), () -> "nobody is served; " + server.errors());
            for (Socket peer : served.subList(10, served.size())) {
                assertTrue(isServed(peer), "one that was served is lost");
            }
        } finally {
            for (Socket peer : served) {
                peer.close();
            }
        }
    }

    private static boolean servesAnother(int port) {
        try (Socket peer = PlainSocket.connect(port)) {
            return isServed(peer);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    /** Whether a byte comes back; false if the connection ends instead. */
    private static boolean isServed(Socket peer) {
        try {
            peer.getOutputStream().write('?');
            return peer.getInputStream().read() == '?';
        } catch (SocketTimeoutException neither) {
            throw new AssertionError("a peer is neither served nor turned away", neither);
        } catch (IOException reset) {
            return false;
        }
    }

    /** User and system time of a process: fields 14 and 15 of its stat, counted after the name in parentheses. */
    private static long cpuTicks(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
}
