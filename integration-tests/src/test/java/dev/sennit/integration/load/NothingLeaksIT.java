package dev.sennit.integration.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.integration.support.Caller;
import dev.sennit.integration.support.Recorder;
import dev.sennit.integration.support.TestReactor;
import dev.sennit.integration.support.Until;
import dev.sennit.small.Echo;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Refusal;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredCancelledException;
import dev.sennit.transport.deferred.Outcome;
import dev.sennit.transport.error.ConnectFailedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A thousand unhappy connections of each kind leave no descriptor, thread or memory behind in a reactor that goes on. */
class NothingLeaksIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int ROUNDS = 10;
    private static final int AT_ONCE = 100;

    @RegisterExtension
    final TestReactor ours = new TestReactor();

    @Test
    void resetConnectionsLeaveNothing() throws Exception {
        Listener listener = listen(Echo::new);
        ClientEndpoint echo = clientOf(listener);
        leavesNothing(() -> {
            Callers callers = new Callers();
            callers.connect(echo, AT_ONCE);
            callers.callAll("hello");
            callers.end(Caller::abort);
            Until.isTrue(() -> listener.connections() == 0, () -> listener.connections() + " are still open");
        });
    }

    @Test
    void connectionsRefusedByTheListenersFactoryLeaveNothing() throws Exception {
        Listener listener = listen(transport -> new Refusal("not today"));
        ClientEndpoint refusing = clientOf(listener);
        leavesNothing(() -> {
            List<Deferred<Recorder>> opening = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                opening.add(refusing.connect(Recorder::new));
            }
            for (Recorder recorder : Deferred.all(opening).await(LIMIT)) {
                assertEquals(0, recorder.input().length());
                recorder.transport().close();
                recorder.lost();
            }
            Until.isTrue(() -> listener.connections() == 0, () -> listener.connections() + " are still open");
        });
    }

    @Test
    void connectionsRefusedByTheCallersFactoryLeaveNothing() throws Exception {
        Listener listener = listen(Echo::new);
        ClientEndpoint echo = clientOf(listener);
        leavesNothing(() -> {
            connectsFail(echo, transport -> new Refusal("not today"), ConnectFailedException.class);
            Until.isTrue(() -> listener.connections() == 0, () -> listener.connections() + " are still open");
        });
    }

    @Test
    void connectsToAClosedPortLeaveNothing() throws Exception {
        Listener listener = listen(Echo::new);
        ClientEndpoint closed = clientOf(listener);
        listener.close().await(LIMIT);
        leavesNothing(() -> connectsFail(closed, Echo::new, ConnectFailedException.class));
    }

    @Test
    void cancelledConnectsLeaveNothing() throws Exception {
        Listener listener = listen(Echo::new);
        ClientEndpoint echo = clientOf(listener);
        leavesNothing(() -> {
            List<Deferred<Caller>> connects = new ArrayList<>();
            List<Deferred<Caller>> cancelled = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                connects.add(echo.connect(Caller::new));
                if (i % 4 == 3) {
                    // At once, and with others still on their way: cancelling meets every stage.
                    connects.forEach(Deferred::cancel);
                    cancelled.addAll(connects);
                    connects.clear();
                }
            }
            for (Outcome<Caller> outcome : Deferred.settled(cancelled).await(LIMIT)) {
                if (outcome instanceof Outcome.Success<Caller> tooLate) {
                    tooLate.value().abort();
                } else if (outcome instanceof Outcome.Failure<Caller> failure) {
                    assertInstanceOf(DeferredCancelledException.class, failure.cause());
                }
            }
            Until.isTrue(() -> listener.connections() == 0, () -> listener.connections() + " are still open");
        });
    }

    private interface Round {
        void run() throws Exception;
    }

    private static void leavesNothing(Round round) throws Exception {
        round.run();
        round.run();
        Footprint before = Footprint.now();
        for (int i = 0; i < ROUNDS; i++) {
            round.run();
        }
        Footprint.returnsTo(before, LeakAllowance.DIRECT_BYTES, LeakAllowance.heapBytes(0));
    }

    private static <T extends Throwable> void connectsFail(
            ClientEndpoint endpoint, ProtocolFactory<?> factory, Class<T> expected) throws InterruptedException {
        List<Deferred<Object>> connects = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            connects.add(endpoint.connect(factory).thenApply(protocol -> protocol));
        }
        for (Outcome<Object> outcome : Deferred.settled(connects).await(LIMIT)) {
            Outcome.Failure<?> failure = assertInstanceOf(Outcome.Failure.class, outcome);
            assertInstanceOf(expected, failure.cause());
        }
    }

    private Listener listen(ProtocolFactory<?> factory) throws InterruptedException {
        return ours.server("tcp:0:127.0.0.1:backlog=1024").listen(factory).await(LIMIT);
    }

    private ClientEndpoint clientOf(Listener listener) {
        return ours.client("tcp:127.0.0.1:" + ((TcpAddress) listener.address()).port());
    }
}
