package dev.sennit.services.cli;

import java.util.function.Consumer;

/** Where the wish that the process should stop comes from. */
interface Signals {
    /** A signal that asks to stop, such as {@code TERM} with the number 15. */
    record StopSignal(String name, int number) {
        /** The exit code of a process that it ended, by the convention of shells. */
        int exitCode() {
            return 128 + number;
        }
    }

    /** Has each stop signal handled from now on, on a thread of no importance, in place of the end of the process. */
    void onStop(Consumer<StopSignal> handler);
}
