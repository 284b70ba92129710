package dev.sennit.transport.nio;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells an exhausted memory from other failures: of the heap, or for a loop's own send buffers. An {@link OutOfMemoryError}
 * also stands for shortages of which only the caller hears: of threads, for a direct buffer of a protocol, or for an array
 * that no heap could hold.
 */
final class HeapShortage {
    /** How the messages of the error begin, in HotSpot and in OpenJ9. */
    private static final List<String> MESSAGES = List.of(
            "Java heap space",
            "GC overhead limit exceeded",
            "Metaspace",
            "Compressed class space",
            "no direct memory is left for send buffers");

    private static final int CAUSES = 16;

    private HeapShortage() {}

    /** Returns the error for a send buffer that could not be had. */
    static OutOfMemoryError ofSendBuffers(OutOfMemoryError cause) {
        OutOfMemoryError shortage = new OutOfMemoryError("no direct memory is left for send buffers");
        shortage.initCause(cause);
        return shortage;
    }

    /** Whether the failure, or one of its causes, says that the memory is exhausted. Takes no memory. */
    static boolean causes(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; i < CAUSES && cause != null; i++) {
            if (cause instanceof OutOfMemoryError && saysSo(cause.getMessage())) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean saysSo(@Nullable String message) {
        for (int i = 0; message != null && i < MESSAGES.size(); i++) {
            if (message.startsWith(MESSAGES.get(i))) {
                return true;
            }
        }
        return false;
    }
}
