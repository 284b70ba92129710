package dev.sennit.transport.unix.jnr;

import dev.sennit.transport.DatagramOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.nio.socket.ListeningChannel;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that opens all there is once, then again with no descriptor left, and says what became of it. */
final class Exhausted {
    private static final JnrSockets SOCKETS = new JnrSockets();

    private Exhausted() {}

    private interface Attempt {
        void run() throws IOException;
    }

    public static void main(String[] arguments) throws IOException {
        UnixAddress address = new UnixAddress(
                "@sennit-jnr-exhausted-" + ProcessHandle.current().pid());
        ListeningChannel listener =
                SOCKETS.listen(address, ListenOptions.DEFAULT, 1).channels().get(0);
        JnrStream waiting = JnrStream.to(address, SocketName.of(address));
        // What follows is loaded by this: a class may take a descriptor.
        attemptAll(address, listener);
        List<FileChannel> all = exhaust();
        List<String> told = attemptAll(address, listener);
        for (FileChannel each : all) {
            each.close();
        }
        told.forEach(System.out::println);
        waiting.close();
    }

    private static List<String> attemptAll(UnixAddress address, ListeningChannel listener) {
        return List.of(
                attempt("poller", () -> SOCKETS.openPoller().close()),
                attempt("connect", () -> JnrStream.to(address, SocketName.of(address))
                        .close()),
                attempt("accept", listener::accept),
                attempt("listen", () -> SOCKETS.listen(new UnixAddress("@"), ListenOptions.DEFAULT, 1)
                        .close()),
                attempt("bind", () -> SOCKETS.datagrams(new UnixAddress("@"), DatagramOptions.DEFAULT)
                        .close()));
    }

    private static String attempt(String what, Attempt attempt) {
        try {
            attempt.run();
            return what + ": done";
        } catch (IOException | RuntimeException failure) {
            return what + ": " + failure.getMessage();
        }
    }

    private static List<FileChannel> exhaust() {
        List<FileChannel> all = new ArrayList<>();
        try {
            while (true) {
                all.add(FileChannel.open(Path.of("/dev/null")));
            }
        } catch (IOException noMore) {
            return all;
        }
    }
}
