package dev.sennit.socks.plug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.Resolver;
import dev.sennit.socks.plug.SocksService.EndpointDialer;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.nio.NioReactor;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The look-ups of a proxy, on a real reactor. */
@Timeout(60)
class EndpointDialerTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** Blocks a thread for each name until told to go on. */
    private record SlowResolver(NioReactor reactor, Executor threads, CountDownLatch go) implements Resolver {
        @Override
        public Resolver on(Executor others) {
            return new SlowResolver(reactor, others, go);
        }

        @Override
        public Deferred<List<InetAddress>> resolve(String host) {
            return reactor.offload(
                    () -> {
                        go.await();
                        return List.of(InetAddress.getLoopbackAddress());
                    },
                    threads);
        }
    }

    @Test
    void namesThatTakeLongLeaveTheWorkersOfTheReactorFree() throws InterruptedException {
        CountDownLatch go = new CountDownLatch(1);
        try (NioReactor reactor = new NioReactor()) {
            EndpointContext context =
                    EndpointContext.on(reactor).withResolver(new SlowResolver(reactor, reactor.workers(), go));
            EndpointDialer dialer = EndpointDialer.of(context, 4);
            List<Deferred<List<InetAddress>>> answers = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                answers.add(dialer.resolve("name" + i + ".test"));
            }
            assertEquals("done", reactor.offload(() -> "done").await(DEADLINE));
            assertTrue(answers.stream().noneMatch(Deferred::isDone));
            go.countDown();
            assertEquals(64, Deferred.all(answers).await(DEADLINE).size());
        } finally {
            go.countDown();
        }
    }
}
