package dev.sennit.transport;

/**
 * How a listener is opened, and what its connections start with.
 *
 * @param family which IP versions a wildcard address takes
 * @param backlog connections the system holds before they are accepted, 1 or more
 * @param reusePort whether to share the port with other processes of this user that ask for that too (SO_REUSEPORT).
 *     Otherwise listening fails where anybody listens already: the port is first bound without sharing. A reactor of
 *     several loops then shares it among its own sockets, and from then on the system lets in others of this user that
 *     ask to share; with one loop it lets in nobody
 * @param noDelay whether small writes leave at once (TCP_NODELAY)
 * @param keepAlive whether the system probes idle peers (SO_KEEPALIVE)
 * @param file rights and lock of the file that a Unix socket listens at
 * @param marks of each connection
 */
public record ListenOptions(
        Family family,
        int backlog,
        boolean reusePort,
        boolean noDelay,
        boolean keepAlive,
        SocketFile file,
        WriteMarks marks) {
    /** Both IP versions, a backlog of 1024, no shared port, no delay, no probes, the default file and marks. */
    public static final ListenOptions DEFAULT =
            new ListenOptions(Family.ANY, 1024, false, true, false, SocketFile.DEFAULT, WriteMarks.DEFAULT);

    /** Checks the backlog. */
    public ListenOptions {
        if (backlog < 1) {
            throw new IllegalArgumentException("backlog must be 1 or more, not " + backlog);
        }
    }

    /** Which IP versions a wildcard address takes. */
    public enum Family {
        /** Both, where the machine has both. */
        ANY,
        /** IPv4 only. */
        IPV4,
        /** IPv6 only: peers that come by IPv4 are turned away. */
        IPV6
    }

    /** The same but for the family. */
    public ListenOptions withFamily(Family value) {
        return new ListenOptions(value, backlog, reusePort, noDelay, keepAlive, file, marks);
    }

    /** The same but for the backlog. */
    public ListenOptions withBacklog(int value) {
        return new ListenOptions(family, value, reusePort, noDelay, keepAlive, file, marks);
    }

    /** The same but for sharing the port. */
    public ListenOptions withReusePort(boolean value) {
        return new ListenOptions(family, backlog, value, noDelay, keepAlive, file, marks);
    }

    /** The same but for the delay of small writes. */
    public ListenOptions withNoDelay(boolean value) {
        return new ListenOptions(family, backlog, reusePort, value, keepAlive, file, marks);
    }

    /** The same but for the probes. */
    public ListenOptions withKeepAlive(boolean value) {
        return new ListenOptions(family, backlog, reusePort, noDelay, value, file, marks);
    }

    /** The same but for the file of a Unix socket. */
    public ListenOptions withFile(SocketFile value) {
        return new ListenOptions(family, backlog, reusePort, noDelay, keepAlive, value, marks);
    }

    /** The same but for the marks. */
    public ListenOptions withMarks(WriteMarks value) {
        return new ListenOptions(family, backlog, reusePort, noDelay, keepAlive, file, value);
    }
}
