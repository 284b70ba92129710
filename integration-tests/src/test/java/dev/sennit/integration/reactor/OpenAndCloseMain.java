package dev.sennit.integration.reactor;

import dev.sennit.endpoint.Endpoints;
import dev.sennit.integration.support.Caller;
import dev.sennit.small.Echo;
import dev.sennit.transport.Listener;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import java.time.Duration;

/** Listens, connects and talks on the shared reactor; told {@code close} it then closes everything. */
final class OpenAndCloseMain {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private OpenAndCloseMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        Listener listener =
                Endpoints.server("tcp:0:127.0.0.1").listen(Echo::new).await(LIMIT);
        int port = ((TcpAddress) listener.address()).port();
        System.out.println("listening on " + port);
        // A name, so that the workers who resolve it have to end as well.
        Caller caller =
                Endpoints.client("tcp:localhost:" + port).connect(Caller::new).await(LIMIT);
        caller.call(Bytes.ascii("hello")).await(LIMIT);
        caller.close().await(LIMIT);
        if (arguments[0].equals("close")) {
            listener.close().await(LIMIT);
        }
        System.out.println("main returns");
    }
}
