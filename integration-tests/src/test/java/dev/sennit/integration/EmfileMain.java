package dev.sennit.integration;

import dev.sennit.endpoint.Endpoints;
import dev.sennit.protocol.small.Echo;
import dev.sennit.transport.Listener;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import java.time.Duration;

/** An echo that says where it listens once its classes are loaded: from a folder each would take a descriptor. */
final class EmfileMain {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private EmfileMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        Listener listener =
                Endpoints.server("tcp:0:127.0.0.1").listen(Echo::new).await(LIMIT);
        int port = ((TcpAddress) listener.address()).port();
        for (int ending = 0; ending < 2; ending++) {
            Caller caller = Endpoints.client("tcp:127.0.0.1:" + port)
                    .connect(Caller::new)
                    .await(LIMIT);
            caller.call(Bytes.ascii("hello")).await(LIMIT);
            (ending == 0 ? caller.close() : caller.abort()).await(LIMIT);
        }
        System.out.println("listening on " + port);
    }
}
