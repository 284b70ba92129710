package dev.sennit.transport;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Says what went wrong, where something must follow that a fault of the log may not prevent. A logger may throw: the JDK's
 * own does where it finds no descriptor to read its time zones with.
 */
final class FaultLog {
    private FaultLog() {}

    /** Logs an error. Never throws. */
    static void report(Logger log, String what, Throwable failure) {
        try {
            log.log(Level.ERROR, what, failure);
        } catch (Throwable unheard) {
            // There is nobody left to tell.
        }
    }
}
