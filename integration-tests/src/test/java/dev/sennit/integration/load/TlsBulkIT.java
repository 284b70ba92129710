package dev.sennit.integration.load;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.small.Echo;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Listener;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import dev.sennit.transport.nio.NioReactor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gibibyte through TLS to an echo and back, both ways at once: what comes back has the hash of what was sent. */
class TlsBulkIT {
    private static final long TOTAL_BYTES = 1L << 30;
    private static final Duration LIMIT = Duration.ofMinutes(8);

    @Test
    @Timeout(value = 9, unit = TimeUnit.MINUTES)
    void aGibibyteGoesEachWayUnchanged() throws Exception {
        try (NioReactor serving = new NioReactor();
                NioReactor calling = new NioReactor()) {
            Listener listener = EndpointContext.on(serving)
                    .server("tcp:0:127.0.0.1")
                    .listen(OverTls.serving(Echo::new))
                    .await(LIMIT);
            Sender sender = OverTls.of(EndpointContext.on(calling)
                            .client("tcp:127.0.0.1:" + ((TcpAddress) listener.address()).port()))
                    .connect(Sender::new)
                    .await(LIMIT);
            CloseReason reason = sender.ended().await(LIMIT);

            assertInstanceOf(CloseReason.Clean.class, reason);
            sender.assertCameBackUnchanged();
        }
    }

    private static final class Sender extends EchoedBytes {
        Sender(Transport transport) {
            super(transport, TOTAL_BYTES);
        }

        @Override
        void allSent() {}

        @Override
        void cameBack(long before, long after) {
            if (after >= TOTAL_BYTES) {
                transport().close();
            }
        }
    }
}
