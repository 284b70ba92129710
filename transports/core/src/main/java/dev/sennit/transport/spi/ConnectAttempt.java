package dev.sennit.transport.spi;

import dev.sennit.transport.Address;
import dev.sennit.transport.Carrier;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseReason.Ending;
import dev.sennit.transport.CloseReason.Phase;
import dev.sennit.transport.Connection;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Refusal;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredCancelledException;
import dev.sennit.transport.error.ConnectFailedException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The part of a connect that is alike on every transport: from the carrier's opening to the application's protocol,
 * with cancelling at any moment. For those who write transports; all but {@link #answer} is for the loop.
 *
 * @param <P> the application's protocol
 */
public final class ConnectAttempt<P extends Protocol> {
    private final ProtocolFactory<P> factory;
    private final EventLoop loop;
    private final Deferred.Source<P> source;
    // Set by whichever thread cancels, before the loop hears of it.
    private volatile boolean givenUp;
    private @Nullable Connection connection;

    /** Makes an attempt that has not begun, for a connection that will live on this loop. */
    public ConnectAttempt(EventLoop loop, ProtocolFactory<P> factory) {
        this.loop = loop;
        this.factory = factory;
        this.source = new Deferred.Source<>(loop);
    }

    /** Says what stops the work that is under way; called on the loop if the answer is cancelled before it comes. */
    public void onGivenUp(Runnable stop) {
        source.onCancel(() -> {
            givenUp = true;
            try {
                loop.execute(() -> {
                    stop.run();
                    abandon();
                });
            } catch (RejectedExecutionException ended) {
                // The loop took everything with it.
            }
        });
    }

    /** What the caller waits for. */
    public Deferred<P> answer() {
        return source.deferred();
    }

    /** Whether the answer has been given, or nobody waits for it any more. */
    public boolean isOver() {
        return givenUp || source.isDone();
    }

    /** The carrier is open: puts a connection on it. The carrier then calls {@code connectionMade}. */
    public void carrierOpen(Carrier carrier) {
        connection = LiveConnection.open(carrier, factory, new Outcome());
        if (isOver()) {
            abandon();
        }
    }

    /** It failed before there was a connection. */
    public void fail(Throwable cause) {
        // What giving up ends may be heard of here before the cancel that did it has settled the answer.
        source.fail(givenUp ? new DeferredCancelledException() : cause);
    }

    private void abandon() {
        if (connection != null) {
            connection.abort();
        }
    }

    private final class Outcome implements ConnectionObserver<P> {
        @Override
        public void opened(Connection made, P protocol) {
            if (givenUp || !source.succeed(protocol)) {
                made.abort();
            }
        }

        @Override
        public void notOpened(Connection made, Throwable cause) {
            fail(cause);
        }

        @Override
        public void ended(Connection made, CloseReason reason) {}
    }

    /** What is said of a connection that ended before it had a protocol. */
    static final class Failures {
        private Failures() {}

        /** The same reason, but for the phase: a carrier knows nothing of the handshakes above it. */
        static CloseReason whileOpening(CloseReason reason) {
            return with(
                    reason,
                    new Ending(
                            reason.ending().by(), Phase.OPENING, reason.ending().traffic()));
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
            return reason instanceof CloseReason.Clean
                    ? new CloseReason.Clean(ending)
                    : new CloseReason.Aborted(ending);
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
            return failed(
                    peer, ConnectFailedException.Kind.REFUSED_BY_FACTORY, "refused by the factory: " + refusal.why());
        }

        private static ConnectFailedException failed(Address peer, ConnectFailedException.Kind kind, String problem) {
            return new ConnectFailedException(peer.toString(), kind, problem, null);
        }
    }
}
