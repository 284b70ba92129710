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
     * Starts a role and waits until it is ready.
     *
     * @throws PeerFailed if it ends, or is not ready within the limit; nothing is left of it then
     */
    Occupant start(Role role, Map<String, String> environment, Duration readyLimit) throws InterruptedException;

    /** A role that was started. Its methods may be called in any order, also after it has ended. */
    interface Occupant extends AutoCloseable {
        /** How long the end of a program may take to be known after the end of its output. */
        Duration END_LIMIT = Duration.ofSeconds(1);

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

        /**
         * Waits until it has printed the line that says that its role is ready.
         *
         * @throws PeerFailed if it ends first, or the limit passes; the message holds all that it printed
         */
        default void awaitReady(Role role, PeerHome home, Duration limit) throws InterruptedException {
            if (log().await(role.ready(), limit)) {
                return;
            }
            if (log().hasEnded()) {
                log().awaitEnd(END_LIMIT);
            }
            String problem = isRunning()
                    ? "did not print '" + role.ready() + "' within " + limit.toSeconds() + " s"
                    : Peer.endOf(this) + " before it printed '" + role.ready() + "'";
            throw new PeerFailed("the peer " + role.name() + " (" + home + ") " + problem + "; it printed:\n"
                    + log().text().indent(4));
        }
    }
}
