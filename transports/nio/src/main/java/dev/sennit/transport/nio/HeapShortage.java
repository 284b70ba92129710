package dev.sennit.transport.nio;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells an exhausted heap from other failures. An {@link OutOfMemoryError} also stands for shortages of which only the
 * caller hears: of threads, of direct buffers, or for an array that no heap could hold.
 */
final class HeapShortage {
    /** How the messages of the error begin, in HotSpot and in OpenJ9. */
    private static final List<String> MESSAGES =
            List.of("Java heap space", "GC overhead limit exceeded", "Metaspace", "Compressed class space");

    private static final int CAUSES = 16;

    private HeapShortage() {}

    /** Whether the failure, or one of its causes, says that the heap is exhausted. Takes no memory. */
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
