package dev.sennit.transport;

/**
 * How a listener is opened, and with which options its connections start. Immutable: each {@code with} method returns changed
 * options.
 */
public final class ListenOptions {
    /** Both IP versions, a backlog of 1024, no shared port, no delay, no probes, the default file and marks. */
    public static final ListenOptions DEFAULT =
            new ListenOptions(Family.ANY, 1024, false, true, false, SocketFile.DEFAULT, WaterMarks.DEFAULT);

    private final Family family;
    private final int backlog;
    private final boolean reusePort;
    private final boolean noDelay;
    private final boolean keepAlive;
    private final SocketFile file;
    private final WaterMarks marks;

    private ListenOptions(
            Family family,
            int backlog,
            boolean reusePort,
            boolean noDelay,
            boolean keepAlive,
            SocketFile file,
            WaterMarks marks) {
        if (backlog < 1) {
            throw new IllegalArgumentException("backlog must be 1 or more, not " + backlog);
        }
        this.family = family;
        this.backlog = backlog;
        this.reusePort = reusePort;
        this.noDelay = noDelay;
        this.keepAlive = keepAlive;
        this.file = file;
        this.marks = marks;
    }

    /** The IP versions that a wildcard address accepts. */
    public enum Family {
        /** Both, where the machine has both. */
        ANY,
        /** IPv4 only. */
        IPV4,
        /** IPv6 only: peers that come by IPv4 are refused. */
        IPV6
    }

    /** Returns which IP versions a wildcard address accepts. */
    public Family family() {
        return family;
    }

    /** Returns these options with other IP versions. */
    public ListenOptions withFamily(Family value) {
        return new ListenOptions(value, backlog, reusePort, noDelay, keepAlive, file, marks);
    }

    /** Returns how many connections the system's accept queue holds, 1 or more. */
    public int backlog() {
        return backlog;
    }

    /** Returns these options with another length of the accept queue, 1 or more. */
    public ListenOptions withBacklog(int value) {
        return new ListenOptions(family, value, reusePort, noDelay, keepAlive, file, marks);
    }

    /**
     * Returns whether the port is shared with other processes of this user that ask for that too (SO_REUSEPORT).
     *
     * <p>If not, listening fails where another socket listens already: the reactor first binds the port without sharing. A
     * reactor of several loops then shares the port among its own sockets. While they listen, the system lets other processes of
     * this user listen as well if they ask to share. A reactor of one loop lets nobody in.
     */
    public boolean reusePort() {
        return reusePort;
    }

    /** Returns these options with the port shared or not. */
    public ListenOptions withReusePort(boolean value) {
        return new ListenOptions(family, backlog, value, noDelay, keepAlive, file, marks);
    }

    /** Returns whether small writes leave at once (TCP_NODELAY). */
    public boolean noDelay() {
        return noDelay;
    }

    /** Returns these options with the delay of small writes off or on. */
    public ListenOptions withNoDelay(boolean value) {
        return new ListenOptions(family, backlog, reusePort, value, keepAlive, file, marks);
    }

    /** Returns whether the system probes idle peers (SO_KEEPALIVE). */
    public boolean keepAlive() {
        return keepAlive;
    }

    /** Returns these options with probes of idle peers on or off. */
    public ListenOptions withKeepAlive(boolean value) {
        return new ListenOptions(family, backlog, reusePort, noDelay, value, file, marks);
    }

    /** Returns the rights and the lock of the file at which a Unix socket listens. */
    public SocketFile file() {
        return file;
    }

    /** Returns these options with other rights and lock of a Unix socket's file. */
    public ListenOptions withFile(SocketFile value) {
        return new ListenOptions(family, backlog, reusePort, noDelay, keepAlive, value, marks);
    }

    /** Returns the write marks of each connection. */
    public WaterMarks marks() {
        return marks;
    }

    /** Returns these options with other write marks. */
    public ListenOptions withMarks(WaterMarks value) {
        return new ListenOptions(family, backlog, reusePort, noDelay, keepAlive, file, value);
    }
}
