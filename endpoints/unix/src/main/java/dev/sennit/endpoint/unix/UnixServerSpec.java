package dev.sennit.endpoint.unix;

import dev.sennit.endpoint.EndpointSpec;
import dev.sennit.endpoint.ServerSpec;
import dev.sennit.endpoint.schema.Arguments;

/** A Unix socket to listen on; each method returns a changed copy. Made by {@link UnixEndpoint}. */
public final class UnixServerSpec extends EndpointSpec implements ServerSpec {
    UnixServerSpec(Arguments arguments) {
        super(arguments);
    }

    /**
     * Gives the socket's file these rights; a process that may write to it may connect.
     *
     * @param rights 0 to 07777, as in 0660
     */
    public UnixServerSpec mode(int rights) {
        return new UnixServerSpec(arguments().with(UnixServerType.MODE, rights));
    }

    /** Lets this many connections wait to be accepted, 1 to 65535; the system may allow fewer. */
    public UnixServerSpec backlog(int connections) {
        return new UnixServerSpec(arguments().with(UnixArguments.BACKLOG, connections));
    }

    /** Holds PATH.lock, or not, so that the socket of a crashed server is replaced and none that is in use. */
    public UnixServerSpec lock(boolean value) {
        return new UnixServerSpec(arguments().with(UnixServerType.LOCK, value));
    }
}
