package dev.sennit.integration;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.transport.nio.NioReactor;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The callers' side of ten thousand connections: {@code ENDPOINT COUNT}. Each line that it is sent lets it take the next
 * step; after each step it says so.
 */
final class CrowdMain {
    private CrowdMain() {}

    public static void main(String[] arguments) throws Exception {
        BufferedReader steps = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String endpoint = arguments[0];
        int count = Integer.parseInt(arguments[1]);
        try (NioReactor reactor = new NioReactor()) {
            Crowd crowd = new Crowd();
            crowd.connect(EndpointContext.on(reactor).client(endpoint), 1);
            crowd.callAll("warm");
            crowd.end(Caller::close);
            Footprint before = Footprint.now();
            System.out.println("ready");
            steps.readLine();
            crowd.connect(EndpointContext.on(reactor).client(endpoint), count);
            System.out.println("open");
            steps.readLine();
            crowd.callAll("first");
            crowd.callAll("second");
            System.out.println("called");
            steps.readLine();
            crowd.end(Caller::close);
            Footprint.returnsTo(before, Slack.DIRECT_BYTES, Slack.heapBytes(count));
            System.out.println("closed");
            steps.readLine();
        }
    }
}
