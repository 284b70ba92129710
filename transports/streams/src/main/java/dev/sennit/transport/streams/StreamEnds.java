package dev.sennit.transport.streams;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * The two streams of a connection, and what belongs to them.
 *
 * @param in what the peer sends
 * @param out what is sent to the peer; closing it is the end of the output
 * @param atEnd called once the input has ended, on a thread that may wait: a problem to report instead of the end, or an
 *     empty text
 * @param release called once when the connection is over
 */
public record StreamEnds(InputStream in, OutputStream out, AtEnd atEnd, Release release) {
    /** Looks at how the input ended. */
    public interface AtEnd {
        String problem() throws InterruptedException;
    }

    /** Frees what belongs to the streams, without waiting. */
    public interface Release {
        /** Does it; at once if the loop ends too, so that no timer can follow. */
        void release(boolean atOnce);
    }
}
