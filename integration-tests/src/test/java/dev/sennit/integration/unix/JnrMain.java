package dev.sennit.integration.unix;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import jnr.unixsocket.Credentials;
import jnr.unixsocket.UnixServerSocketChannel;
import jnr.unixsocket.UnixSocketAddress;
import jnr.unixsocket.UnixSocketChannel;
import jnr.unixsocket.UnixSocketOptions;

/**
 * A program with the Unix sockets of jnr-unixsocket. It reads commands, one a line, and answers each with lines:
 *
 * <pre>
 *   listen ADDRESS        "listening"; then it accepts one connection, and sends all bytes back
 *   call ADDRESS COUNT    it connects, sends so many bytes of value 7, and counts those that come back
 * </pre>
 *
 * <p>Of each connection it says "peer PID UID GID" when it is open, and "received COUNT" when the peer's output has ended. An
 * address is a path, or {@code @NAME} for an abstract name.
 */
final class JnrMain {
    private static final int CHUNK_BYTES = 10_000;

    private JnrMain() {}

    public static void main(String[] arguments) throws Exception {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ", -1);
            try {
                if (words[0].equals("listen")) {
                    listen(address(words[1]));
                } else {
                    call(address(words[1]), Integer.parseInt(words[2]));
                }
            } catch (IOException failure) {
                System.out.println("failed: " + failure.getMessage());
            }
        }
    }

    private static UnixSocketAddress address(String text) {
        return new UnixSocketAddress(text.startsWith("@") ? "\0" + text.substring(1) : text);
    }

    private static void listen(UnixSocketAddress address) throws IOException {
        try (UnixServerSocketChannel listener = UnixServerSocketChannel.open()) {
            listener.socket().bind(address);
            System.out.println("listening");
            try (UnixSocketChannel peer = listener.accept()) {
                sayWhoIs(peer);
                ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
                int received = 0;
                for (int count = peer.read(chunk); count >= 0; count = peer.read(chunk.clear())) {
                    received += count;
                    writeAll(peer, chunk.flip());
                }
                peer.shutdownOutput();
                System.out.println("received " + received);
            }
        }
    }

    private static void call(UnixSocketAddress address, int count) throws Exception {
        try (UnixSocketChannel peer = UnixSocketChannel.open(address)) {
            sayWhoIs(peer);
            Thread writer = new Thread(() -> send(peer, count));
            writer.start();
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
            int received = 0;
            while (peer.read(chunk) >= 0) {
                for (chunk.flip(); chunk.hasRemaining(); received += chunk.get() == 7 ? 1 : 0) {}
                chunk.clear();
            }
            writer.join();
            System.out.println("received " + received);
        }
    }

    private static void send(UnixSocketChannel peer, int count) {
        byte[] bytes = new byte[count];
        java.util.Arrays.fill(bytes, (byte) 7);
        try {
            writeAll(peer, ByteBuffer.wrap(bytes));
            peer.shutdownOutput();
        } catch (IOException failure) {
            System.out.println("failed: " + failure.getMessage());
        }
    }

    private static void writeAll(UnixSocketChannel peer, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            peer.write(bytes);
        }
    }

    private static void sayWhoIs(UnixSocketChannel peer) throws IOException {
        Credentials credentials = peer.getOption(UnixSocketOptions.SO_PEERCRED);
        System.out.println("peer " + credentials.getPid() + " " + credentials.getUid() + " " + credentials.getGid());
    }
}
