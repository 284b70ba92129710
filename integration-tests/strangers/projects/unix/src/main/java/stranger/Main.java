package stranger;

import dev.sennit.endpoint.Endpoints;
import dev.sennit.transport.Refusal;
import java.time.Duration;

public final class Main {
    public static void main(String[] arguments) throws InterruptedException {
        Exchange.over("unix:stranger.socket", listener -> "unix:stranger.socket");
        try {
            Endpoints.server("unix:@stranger")
                    .listen(transport -> new Refusal("not asked for"))
                    .await(Duration.ofSeconds(20));
            throw new IllegalStateException("an abstract name without sennit-transport-unix");
        } catch (RuntimeException failure) {
            if (!String.valueOf(failure.getMessage()).contains("sennit-transport-unix")) {
                throw failure;
            }
            System.out.println("ok the module for abstract names is named");
        }
    }
}
