package dev.sennit.integration.load;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.integration.support.Caller;
import dev.sennit.transport.nio.NioReactor;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The callers' side of ten thousand connections: {@code ENDPOINT COUNT}. Each line that it is sent lets it take the next
 * step; after each step it says so.
 */
final class CallersMain {
    private CallersMain() {}

    public static void main(String[] arguments) throws Exception {
        BufferedReader steps = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String endpoint = arguments[0];
        int count = Integer.parseInt(arguments[1]);
        try (NioReactor reactor = new NioReactor()) {
            Callers callers = new Callers();
            callers.connect(EndpointContext.on(reactor).client(endpoint), 1);
            callers.callAll("warm");
            callers.end(Caller::close);
            Footprint before = Footprint.now();
            System.out.println("ready");
            steps.readLine();
            callers.connect(EndpointContext.on(reactor).client(endpoint), count);
            System.out.println("open");
            steps.readLine();
            callers.callAll("first");
            callers.callAll("second");
            System.out.println("called");
            steps.readLine();
            callers.end(Caller::close);
            Footprint.returnsTo(before, LeakAllowance.DIRECT_BYTES, LeakAllowance.heapBytes(count));
            System.out.println("closed");
            steps.readLine();
        }
    }
}
