package dev.sennit.integration.load;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.integration.support.Caller;
import dev.sennit.integration.support.OpenDescriptors;
import dev.sennit.integration.support.Until;
import dev.sennit.small.Echo;
import dev.sennit.transport.Listener;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.nio.NioReactor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * 2,000 connections of TLS to one server are open at once, each exchanges data, and when they have closed neither
 * descriptors nor threads nor memory are held that were not before. Both ends are in this process.
 */
class TwoThousandTlsConnectionsIT {
    private static final int COUNT = 2_000;
    /** So few shake hands at once that a slow machine does it within their time limit. */
    private static final int AT_ONCE = 50;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void twoThousandConnectionsAreServedAtOnceAndLeaveNothingBehind() throws Exception {
        assertTrue(OpenDescriptors.limit() > 2 * COUNT + 300, "more descriptors are needed: raise 'ulimit -n'");
        try (NioReactor reactor = new NioReactor()) {
            Listener listener = EndpointContext.on(reactor)
                    .server("tcp:0:127.0.0.1:backlog=1024")
                    .listen(OverTls.serving(Echo::new))
                    .await(Duration.ofMinutes(1));
            ClientEndpoint client = OverTls.of(
                    EndpointContext.on(reactor).client("tcp:127.0.0.1:" + ((TcpAddress) listener.address()).port()));
            round(listener, client, 4 * AT_ONCE);
            Footprint before = Footprint.now();
            round(listener, client, COUNT);
            Footprint.returnsTo(before, LeakAllowance.DIRECT_BYTES, LeakAllowance.heapBytes(2 * COUNT));
        }
    }

    private static void round(Listener listener, ClientEndpoint client, int count) throws InterruptedException {
        Callers callers = new Callers();
        for (int open = AT_ONCE; open <= count; open += AT_ONCE) {
            callers.connect(client, open);
        }
        Until.isTrue(() -> listener.connections() == count, () -> listener.connections() + " of " + count);
        callers.callAll("hello");
        callers.end(Caller::close);
        Until.isTrue(() -> listener.connections() == 0, () -> listener.connections() + " are still open");
    }
}
