package dev.sennit.transport.spi;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Reports failures at places where other work must follow. A report never throws, whatever the logger or the subject's
 * {@code toString} does, and also where no memory is left to build its text: then it says less. For those who write
 * transports. Any thread.
 *
 * <p>Free what has failed first and report afterwards: a report is the first thing for which memory may be short.
 */
public final class FaultLog {
    private FaultLog() {}

    /** Logs an error whose text is known in advance. */
    public static void report(Logger log, String what, Throwable failure) {
        try {
            log.log(Level.ERROR, what, failure);
        } catch (Throwable unheard) {
            // The JDK's own logger throws where it finds no descriptor to read its time zones with.
        }
    }

    /**
     * Logs an error whose text is the subject and what happened to it.
     *
     * @param what known in advance; the whole text if the two cannot be put together
     */
    public static void report(Logger log, Object subject, String what, Throwable failure) {
        String text;
        try {
            text = subject + ": " + what;
        } catch (Throwable unspeakable) {
            text = what;
        }
        report(log, text, failure);
    }
}
