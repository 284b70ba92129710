package dev.sennit.integration.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.integration.support.ChildJvm;
import dev.sennit.integration.support.OpenDescriptors;
import dev.sennit.integration.support.Program;
import dev.sennit.integration.support.Until;
import dev.sennit.small.Echo;
import dev.sennit.transport.Listener;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.nio.NioReactor;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.opentest4j.TestAbortedException;

/**
 * 10,000 connections are open at once, each exchanges data, and when they have closed neither end holds more descriptors,
 * threads or memory than before. The callers have a virtual machine of their own, so that each end needs 10,000
 * descriptors and not 20,000.
 */
class TenThousandConnectionsIT {
    private static final int WANTED = 10_000;
    /** For all that is open beside the connections. */
    private static final int OTHER_DESCRIPTORS = 300;

    @Test
    void tenThousandConnectionsAreServedAtOnceAndLeaveNothingBehind(TestReporter reporter) throws Exception {
        int count = Math.min(WANTED, OpenDescriptors.limit() - OTHER_DESCRIPTORS);
        reporter.publishEntry("connections", Integer.toString(count));
        try (NioReactor reactor = new NioReactor()) {
            Listener listener = EndpointContext.on(reactor)
                    .server("tcp:0:127.0.0.1:backlog=1024")
                    .listen(Echo::new)
                    .await(Duration.ofMinutes(1));
            String endpoint = "tcp:127.0.0.1:" + ((TcpAddress) listener.address()).port();
            try (Program callers = ChildJvm.start(CallersMain.class, endpoint, count)) {
                serve(listener, callers, count);
            }
        }
        if (count < WANTED) {
            throw new TestAbortedException(
                    "passed with " + count + " connections instead of 10,000: no more descriptors are allowed here;"
                            + " raise 'ulimit -n' to " + (WANTED + OTHER_DESCRIPTORS));
        }
    }

    private static void serve(Listener listener, Program callers, int count) throws Exception {
        callers.lineAfter("ready");
        Until.isTrue(() -> listener.connections() == 0, () -> "the first caller is still there");
        Footprint before = Footprint.now();
        callers.say("connect");
        callers.lineAfter("open");
        Until.isTrue(() -> listener.connections() == count, () -> listener.connections() + " of " + count);
        assertEquals(count, OpenDescriptors.count() - before.descriptors(), "descriptors for " + count);
        callers.say("call");
        callers.lineAfter("called");
        callers.say("close");
        callers.lineAfter("closed");
        Until.isTrue(() -> listener.connections() == 0, () -> listener.connections() + " are still open");
        Footprint.returnsTo(before, LeakAllowance.DIRECT_BYTES, LeakAllowance.heapBytes(count));
        callers.say("end");
        assertEquals(0, callers.exitCode(), callers::errors);
    }
}
