package dev.sennit.peers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for peers that share this machine's network. */
final class FreePorts {
    // Below the range from which systems take the ports of outgoing connections, which tests open by the thousand.
    private static final int FIRST = 15_000;
    private static final int END = 32_000;
    private static final int TRIES = 200;

    private FreePorts() {}

    /** The port PORTn that the environment names, or one on which nobody listens now. */
    static List<Integer> choose(int count, Map<String, String> environment) {
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String wanted = environment.get("PORT" + i);
            ports.add(wanted == null ? free(ports) : Integer.valueOf(wanted));
        }
        return ports;
    }

    /** 127.0.0.1, where peers listen whatever this machine calls loopback. */
    static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are an address", impossible);
        }
    }

    private static int free(List<Integer> taken) {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (!taken.contains(port) && isFree(port)) {
                return port;
            }
        }
        throw new PeerFailed("no free port from " + FIRST + " to " + END + " in " + TRIES + " tries");
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(loopback(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
