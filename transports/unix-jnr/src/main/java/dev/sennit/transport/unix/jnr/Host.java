package dev.sennit.transport.unix.jnr;

import java.io.IOException;
import jnr.ffi.Platform;
import org.jspecify.annotations.Nullable;

/** Tells whether this machine can run the sockets. Separate from {@link Libc}, whose initialization fails if it cannot. */
final class Host {
    /** Whether this is Linux: with abstract names, and with credentials by SO_PEERCRED. */
    static final boolean LINUX = System.getProperty("os.name").startsWith("Linux");

    private Host() {}

    /** Throws the reason if this machine cannot run the sockets. */
    static void require() throws IOException {
        Problem found = Looked.FOUND;
        if (!found.words().isEmpty()) {
            throw new IOException(found.words(), found.cause());
        }
    }

    static boolean isUsable() {
        return Looked.FOUND.words().isEmpty();
    }

    private record Problem(String words, @Nullable Throwable cause) {
        private static final Problem NONE = new Problem("", null);
    }

    private static final class Looked {
        private static final Problem FOUND = look();

        private static Problem look() {
            String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
            try {
                if (!LINUX && !Platform.getNativePlatform().isBSD()) {
                    return new Problem("it takes Linux, macOS or a BSD, and this is " + system, null);
                }
                // A call without effect: it loads all that a call needs.
                int polled = Libc.CALLS.poll(Libc.memory(8), 0, 0);
                return polled == 0 ? Problem.NONE : new Problem("poll(2) does not work here", null);
            } catch (LinkageError | RuntimeException failure) {
                Throwable first = failure.getCause() == null ? failure : failure.getCause();
                String line = first.toString().lines().findFirst().orElse("");
                return new Problem("jnr-ffi or the native library of jffi cannot be loaded: " + line, failure);
            }
        }
    }
}
