package dev.sennit.transport.spi;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.EventLoop;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.DeferredCancelledException;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.time.ManualClock;
import dev.sennit.transport.time.Timer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a connect that was given up answers. */
class ConnectAttemptTest {
    /** As fast as a loop can be: a task has run before the thread that gave it goes on. */
    private static final class QuickLoop implements EventLoop {
        private final ManualClock clock = new ManualClock();

        @Override
        public boolean isCurrent() {
            return true;
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public long nanoTime() {
            return clock.nanoTime();
        }

        @Override
        public Timer after(Duration delay, Runnable task) {
            return clock.after(delay, task);
        }
    }

    private record Idle(Transport transport) implements Protocol {
        @Override
        public void dataReceived(ByteBuffer data) {}
    }

    private final ConnectAttempt<Idle> attempt = new ConnectAttempt<>(new QuickLoop(), Idle::new);

    @Test
    void aFailureThatGivingUpBringsAboutIsNotTheAnswer() {
        attempt.onGivenUp(() -> attempt.fail(new ConnectFailedException(
                "memory:there", ConnectFailedException.Kind.ENDED_EARLY, "the connection ended", null)));
        assertTrue(attempt.answer().cancel());
        assertThrows(DeferredCancelledException.class, () -> attempt.answer().await());
    }

    @Test
    void itIsOverFromTheMomentItIsGivenUp() {
        AtomicBoolean wasOver = new AtomicBoolean();
        attempt.onGivenUp(() -> wasOver.set(attempt.isOver()));
        assertTrue(attempt.answer().cancel());
        assertThrows(DeferredCancelledException.class, () -> attempt.answer().await());
        assertTrue(wasOver.get());
    }
}
