package dev.sennit.peers;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** A program that is running and ready. Its methods may be called from any thread. */
public final class Peer {
    private static final Duration EXEC_LIMIT = Duration.ofSeconds(25);

    private final String role;
    private final PeerHome home;
    private final Place.Occupant occupant;
    private volatile boolean wasAskedToEnd;

    Peer(String role, PeerHome home, Place.Occupant occupant) {
        this.role = role;
        this.home = home;
        this.occupant = occupant;
    }

    /** What it is, such as {@code haproxy}. */
    public String role() {
        return role;
    }

    /** Where it runs. */
    public PeerHome home() {
        return home;
    }

    /** An endpoint string for its first port, such as {@code tcp:127.0.0.1:17003}. */
    public String endpoint() {
        return endpoint(0);
    }

    /**
     * An endpoint string for one of its ports.
     *
     * @param index 0 for the first; the role says what each is for
     * @throws IndexOutOfBoundsException if it has fewer
     */
    public String endpoint(int index) {
        return "tcp:127.0.0.1:" + port(index);
    }

    /**
     * The address of one of its ports.
     *
     * @throws IndexOutOfBoundsException if it has fewer
     */
    public InetSocketAddress address(int index) {
        return new InetSocketAddress(FreePorts.loopback(), port(index));
    }

    /**
     * The number of one of its ports, as seen from the test.
     *
     * @throws IndexOutOfBoundsException if it has fewer
     */
    public int port(int index) {
        return occupant.ports().get(index);
    }

    /**
     * The number of one of its ports, as seen by programs beside it, on 127.0.0.1.
     *
     * @throws IndexOutOfBoundsException if it has fewer
     */
    public int innerPort(int index) {
        return home == PeerHome.BRIDGE ? ContainerPlace.innerPort(index) : port(index);
    }

    /** What it printed so far, at most the last 256 KiB. */
    public String log() {
        return occupant.log().text();
    }

    /** Whether it still runs. */
    public boolean isRunning() {
        return occupant.isRunning();
    }

    /** The exit code, 128 more than the number of the signal that ended it; empty while it runs, or if it is unknown. */
    public OptionalInt exitCode() {
        return occupant.exitCode();
    }

    /** Ends it at once, with SIGKILL: its connections are reset or closed by its system. Returns when it has ended. */
    public void kill() {
        wasAskedToEnd = true;
        occupant.kill();
    }

    /** Asks it to end, with SIGTERM, and kills it if it has not after a few seconds. */
    public void stop() {
        wasAskedToEnd = true;
        occupant.stop();
    }

    /**
     * Runs a program beside it, in its directory (where {@code cert.pem} is, if the role has one), and waits for its end.
     *
     * @param command a program of the system the peer runs on and its arguments; a name that ends in {@code .py} is one
     *     of the programs that come with the peers, such as {@code twisted_client.py}
     * @throws PeerFailed if it does not end within 25 seconds
     */
    public Execution exec(String... command) throws InterruptedException {
        return exec(EXEC_LIMIT, command);
    }

    /**
     * Runs a program as {@link #exec(String...)} does, with a limit of its own.
     *
     * @throws PeerFailed if it does not end within the limit
     */
    public Execution exec(Duration limit, String... command) throws InterruptedException {
        return occupant.exec(limit, List.of(command));
    }

    @Override
    public String toString() {
        return role + " (" + home + ")";
    }

    /** Whether it ended without {@link #kill} or {@link #stop}. */
    boolean endedUnasked() {
        return !wasAskedToEnd && !occupant.isRunning();
    }

    /** Returns its state and what it printed, to find the cause of a failure; waits up to a limit for its end. */
    String report(Duration limit) {
        try {
            occupant.log().awaitEnd(limit);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        String state = endedUnasked() ? endOf(occupant) : wasAskedToEnd ? "ended by the test" : "running";
        return "the peer " + this + ", " + state + ", printed:\n" + log().indent(4);
    }

    void close() {
        wasAskedToEnd = true;
        occupant.close();
    }

    static String endOf(Place.Occupant occupant) {
        OptionalInt code = occupant.exitCode();
        return code.isPresent() ? "ended with exit code " + code.getAsInt() : "gone";
    }
}
