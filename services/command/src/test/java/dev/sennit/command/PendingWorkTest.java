package dev.sennit.command;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sennit.command.ServeCommand.ServiceRun;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Work that was not taken is not waited for. */
@Timeout(30)
class PendingWorkTest {
    @Test
    void waitsForNothingThatTheWorkersRefuse() throws InterruptedException {
        ServiceRun.PendingWork work = new ServiceRun.PendingWork(task -> {
            throw new RejectedExecutionException("ended");
        });
        assertThrows(RejectedExecutionException.class, () -> work.execute(() -> {}));
        work.awaitEnd();
    }

    @Test
    void waitsForNothingThatFoundNoThread() throws InterruptedException {
        Executor noThread = task -> {
            throw new AssertionError("no thread");
        };
        ServiceRun.PendingWork work = new ServiceRun.PendingWork(noThread);
        assertThrows(AssertionError.class, () -> work.execute(() -> {}));
        work.awaitEnd();
    }
}
