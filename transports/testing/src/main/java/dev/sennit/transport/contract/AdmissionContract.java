package dev.sennit.transport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Connection;
import dev.sennit.transport.Layer;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.Outcome.Success;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.LimitExceededException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Connections that a factory ends in {@code prepare}, before any handshake. */
public abstract class AdmissionContract extends ContractTest {
    private static final int LIMIT = 4;
    private static final int PEERS = 10;

    /** What the layers have heard that were pushed behind the admission. */
    private final List<List<String>> heard = new CopyOnWriteArrayList<>();

    /** Makes a factory that may end a connection, and goes on to push a layer all the same, as one made of several does. */
    private HookedFactory admitting(ProtocolFactory<Probe> factory, Consumer<Connection> admission) {
        return new HookedFactory(factory, connection -> {
            admission.accept(connection);
            List<String> notes = new CopyOnWriteArrayList<>();
            heard.add(notes);
            connection.push(new NotingLayer("layer", notes));
        });
    }

    /** Lets no more connections in than the limit, whether their handshakes are done or not. */
    private static final class Limited implements Consumer<Connection> {
        private final AtomicInteger held = new AtomicInteger();
        private final AtomicInteger seen = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        @Override
        public void accept(Connection connection) {
            seen.incrementAndGet();
            if (held.get() >= LIMIT) {
                connection.abort(new LimitExceededException("connections", LIMIT));
                return;
            }
            most.accumulateAndGet(held.incrementAndGet(), Math::max);
            connection.push(new Layer() {
                @Override
                public void connectionLost(CloseReason reason) {
                    held.decrementAndGet();
                    super.connectionLost(reason);
                }
            });
        }
    }

    /** A peer that says nothing; ended, or not connected at all, where the other side did not let it in. */
    private Deferred<Probe> silentPeer(Listener listener) {
        return connect(listener, Script.idle());
    }

    private static boolean isGone(Deferred<Probe> peer) {
        return peer.isFailed()
                || peer.outcome()
                        .filter(outcome -> outcome instanceof Success<Probe> open
                                && open.value().isLost())
                        .isPresent();
    }

    @Test
    void noMoreSilentPeersAreHeldThanTheLimitSays() {
        Limited limited = new Limited();
        HookedFactory factory = admitting(serverProbes(Script.idle()).through(Layers.Handshake::new), limited);
        Listener listener = listen(factory);
        List<Deferred<Probe>> peers = new ArrayList<>();
        for (int i = 1; i <= PEERS; i++) {
            peers.add(silentPeer(listener));
            int number = i;
            waitFor("peer " + i + " was looked at", () -> limited.seen.get() == number);
        }
        waitFor(
                "the others were gone",
                () -> peers.stream().filter(AdmissionContract::isGone).count() == PEERS - LIMIT);
        waitFor("the listener had forgotten them", () -> listener.connections() == LIMIT);
        assertEquals(LIMIT, limited.held.get());
        assertEquals(LIMIT, limited.most.get());
        assertEquals(0, acceptedCount(), "protocols without a handshake");

        Probe first = await(peers.get(0));
        on(first, first::abort);
        waitFor("there was room", () -> limited.held.get() == LIMIT - 1);
        Deferred<Probe> next = silentPeer(listener);
        waitFor("it was let in", () -> limited.held.get() == LIMIT);
        assertFalse(isGone(next));

        await(listener.drain(Duration.ZERO));
        waitFor("all had ended", () -> limited.held.get() == 0);
        assertEquals(1, factory.stopped.get());
    }

    @Test
    void aConnectionAbortedInPrepareOfTheAcceptingSideLeavesNothing() {
        HookedFactory factory = admitting(serverProbes(Script.idle()), Connection::abort);
        Listener listener = listen(factory);
        Deferred<Probe> peer = silentPeer(listener);
        waitFor("the peer was gone", () -> isGone(peer));
        waitFor("the listener had forgotten it", () -> listener.connections() == 0);
        assertEquals(0, acceptedCount());
        await(listener.close());
        waitFor("the factory was stopped", () -> factory.stopped.get() == 1);
        assertNothingBegan(listener);
    }

    @Test
    void aConnectionAbortedInPrepareOfTheConnectingSideFailsConnect() {
        Listener listener = listen(Script.idle());
        HookedFactory factory = admitting(clientProbes(Script.idle()), Connection::abort);
        assertConnectFails(ConnectFailedException.Kind.ENDED_EARLY, connect(listener, factory));
        assertNothingBegan(listener);
    }

    @Test
    void theCauseOfAnAbortInPrepareIsWhatConnectFailsWith() {
        Listener listener = listen(Script.idle());
        LimitExceededException cause = new LimitExceededException("connections", LIMIT);
        HookedFactory factory = admitting(clientProbes(Script.idle()), connection -> connection.abort(cause));
        assertFails(cause, connect(listener, factory));
        assertNothingBegan(listener);
    }

    private void assertNothingBegan(Listener listener) {
        waitFor("the listener had forgotten it", () -> listener.connections() == 0);
        assertEquals(1, heard.size());
        assertTrue(List.of(List.of(), List.of("layer lost")).contains(heard.get(0)), heard::toString);
    }
}
