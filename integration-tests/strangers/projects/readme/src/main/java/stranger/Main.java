package stranger;

import dev.sennit.endpoint.Endpoints;
import dev.sennit.endpoint.tcp.TcpEndpoint;
import dev.sennit.protocol.line.LineReceiver;
import dev.sennit.small.Echo;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import java.time.Duration;

public final class Main {
    public static void main(String[] arguments) throws InterruptedException {
        var listener = Endpoints.server("tcp:0").listen(Echo::new).await(Duration.ofSeconds(20));
        int port = ((TcpAddress) listener.address()).port();
        String answer = Endpoints.client("tcp:localhost:" + port + ":timeout=5s")
                .connect(Asker::new)
                .thenCompose(asker -> asker.ask("hello"))
                .await(Duration.ofSeconds(20));
        listener.close();
        System.out.println("ok " + answer);
    }

    /** Compiled, and not run, as its port may be taken. */
    static Deferred<Asker> inCode() {
        // README: EndpointsInCode 1
        return asker;
    }

    // README: AskingClient 1
}
