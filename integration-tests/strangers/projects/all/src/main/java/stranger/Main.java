package stranger;

import dev.sennit.endpoint.Endpoints;
import dev.sennit.small.Echo;
import dev.sennit.small.EchoClient;
import dev.sennit.transport.TcpAddress;
import java.time.Duration;

/** With all modules on one path. */
public final class Main {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    public static void main(String[] arguments) throws InterruptedException {
        var listener =
                Endpoints.server("tcp:0:interface=127.0.0.1").listen(Echo::new).await(LIMIT);
        int port = ((TcpAddress) listener.address()).port();
        var client = Endpoints.client("tcp:127.0.0.1:" + port)
                .connect(transport -> new EchoClient(transport, line -> {}))
                .await(LIMIT);
        System.out.println("ok " + client.received().await(LIMIT).size() + " lines");
        listener.close();
    }
}
