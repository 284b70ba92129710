package stranger;

import dev.sennit.endpoint.Endpoints;
import dev.sennit.transport.Refusal;
import java.time.Duration;

public final class Main {
    public static void main(String[] arguments) throws InterruptedException {
        var listener = Endpoints.server("loopback:0")
                .listen(transport -> new Refusal("not asked for"))
                .await(Duration.ofSeconds(20));
        listener.close();
        System.out.println("ok loopback:0");
    }
}
