package dev.sennit.transport.spi;

import dev.sennit.transport.Address;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseReason.Ending;
import dev.sennit.transport.CloseReason.Phase;
import dev.sennit.transport.Refusal;
import dev.sennit.transport.error.ConnectFailedException;

/** What is said of a connection that ended before it had a protocol. */
final class ConnectFailures {
    private ConnectFailures() {}

    /** The same reason, but for the phase: a carrier knows nothing of the handshakes above it. */
    static CloseReason whileOpening(CloseReason reason) {
        return with(
                reason,
                new Ending(reason.ending().by(), Phase.OPENING, reason.ending().traffic()));
    }

    /** The same reason, which says how many bytes the protocol had not used. */
    static CloseReason withUnused(CloseReason reason, long bytes) {
        Ending known = reason.ending();
        return bytes == 0 ? reason : with(reason, new Ending(known.by(), known.phase(), known.traffic(), bytes));
    }

    private static CloseReason with(CloseReason reason, Ending ending) {
        if (reason instanceof CloseReason.Broken broken) {
            return new CloseReason.Broken(broken.cause(), ending);
        }
        return reason instanceof CloseReason.Clean ? new CloseReason.Clean(ending) : new CloseReason.Aborted(ending);
    }

    /** What a connect fails with. */
    static Throwable cause(CloseReason reason, Address peer) {
        if (reason instanceof CloseReason.Broken broken) {
            return broken.cause();
        }
        String what =
                switch (reason.ending().by()) {
                    case PEER -> "the peer ended the connection";
                    case REACTOR -> "the reactor was shut down";
                    case US, NETWORK -> "the connection ended";
                };
        return failed(peer, ConnectFailedException.Kind.ENDED_EARLY, what + " before it was ready to be used");
    }

    static ConnectFailedException refused(Refusal refusal, Address peer) {
        return failed(peer, ConnectFailedException.Kind.REFUSED_BY_FACTORY, "refused by the factory: " + refusal.why());
    }

    private static ConnectFailedException failed(Address peer, ConnectFailedException.Kind kind, String problem) {
        return new ConnectFailedException(peer.toString(), kind, problem, null);
    }
}
