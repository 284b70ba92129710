package dev.sennit.transport.unix.jnr;

import java.io.IOException;
import jnr.ffi.Platform;
import org.jspecify.annotations.Nullable;

/** Whether this machine's sockets can be used: apart from {@link Libc}, whose own beginning fails where they cannot. */
final class Host {
    /** Whether it has abstract names, and tells who is a peer by SO_PEERCRED. */
    static final boolean LINUX = System.getProperty("os.name").startsWith("Linux");

    private Host() {}

    /** Fails, in words, where the sockets cannot be used. */
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
                // A call that does nothing: what it needs is loaded by it.
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
