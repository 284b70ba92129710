package dev.sennit.peers;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Where roles can be started. */
interface Place {
    PeerHome home();

    /** Why this role cannot run here; empty if it can. */
    Optional<String> lack(Role role);

    /**
     * Starts a role; returns before it is ready.
     *
     * @throws PeerFailed if it does not even start; nothing is left then
     */
    Occupant start(Role role, Map<String, String> environment);

    /** A role that was started. Its methods may be called in any order, also after it has ended. */
    interface Occupant extends AutoCloseable {
        PeerLog log();

        /** The ports of this machine that lead to its own. */
        List<Integer> ports();

        boolean isRunning();

        /** The exit code, 128 more than the signal that ended it; empty while it runs, or if nobody knows it. */
        OptionalInt exitCode();

        /** Ends it with SIGKILL. */
        void kill();

        /** Ends it with SIGTERM, after a while with SIGKILL. */
        void stop();

        Execution exec(Duration limit, List<String> command) throws InterruptedException;

        /** Ends it, and leaves nothing of it. */
        @Override
        void close();
    }
}
