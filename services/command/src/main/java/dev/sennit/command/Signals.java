package dev.sennit.command;

import java.util.List;
import java.util.function.Consumer;

/** The source of requests to stop the process. */
interface Signals {
    /**
     * A signal that asks to stop.
     *
     * @param name without {@code SIG}, such as {@code TERM}
     * @param number such as 15
     * @param atNanos when it came, by a clock that never goes back; only differences have a meaning
     */
    record StopSignal(String name, int number, long atNanos) {
        /** The exit code of a process that it ended, by the convention of shells. */
        int exitCode() {
            return 128 + number;
        }
    }

    /**
     * Has each of these signals handled from now on, in place of the end of the process. A signal that the parent process
     * has set to be ignored, as nohup(1) does with HUP, stays ignored.
     *
     * @param names without {@code SIG}
     * @param handler called on a thread of no importance
     */
    void onStop(List<String> names, Consumer<StopSignal> handler);
}
