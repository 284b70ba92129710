package dev.sennit.transport.unix;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Whether the system can be called: apart from {@link Libc}, whose own beginning fails where it cannot. */
final class Platform {
    private Platform() {}

    /** Fails, in words, where the system cannot be called. */
    static void require() throws IOException {
        Problem found = Looked.FOUND;
        if (!found.words().isEmpty()) {
            throw new IOException(found.words(), found.cause());
        }
    }

    static boolean isUsable() {
        return Looked.FOUND.words().isEmpty();
    }

    private record Problem(String words, @Nullable Throwable cause) {}

    private static final class Looked {
        private static final String JNR = "; credentials and datagrams are to be had by sennit-transport-unix-jnr";
        private static final Problem FOUND = look();

        private static Problem look() {
            String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
            if (!system.startsWith("Linux") || !"64".equals(System.getProperty("sun.arch.data.model", "64"))) {
                return new Problem("it takes Linux on a 64-bit processor, and this is " + system + JNR, null);
            }
            try {
                return Libc.isThere() ? new Problem("", null) : new Problem("there is no C library", null);
            } catch (LinkageError failure) {
                Throwable first = failure.getCause() == null ? failure : failure.getCause();
                // jffi's message goes on with stacks.
                String line = first.toString().lines().findFirst().orElse("");
                return new Problem("the native library of jffi cannot be loaded: " + line, failure);
            }
        }
    }
}
