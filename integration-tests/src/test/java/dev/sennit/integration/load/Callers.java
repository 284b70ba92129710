package dev.sennit.integration.load;

import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.integration.support.Caller;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Many clients of one echo server, all connected at once. */
final class Callers {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    /** How many connect at the same time: fewer than a listener's backlog. */
    private static final int AT_ONCE = 100;

    private final List<Caller> callers = new ArrayList<>();

    /** Opens this many connections, all open at the same time in the end. */
    void connect(ClientEndpoint echo, int count) throws InterruptedException {
        while (callers.size() < count) {
            List<Deferred<Caller>> some = new ArrayList<>();
            for (int i = Math.min(AT_ONCE, count - callers.size()); i > 0; i--) {
                some.add(echo.connect(Caller::new));
            }
            callers.addAll(Deferred.all(some).await(LIMIT));
        }
    }

    /** Has each caller send a text of its own, and checks that it comes back. */
    void callAll(String text) throws InterruptedException {
        List<Deferred<Bytes>> answers = new ArrayList<>();
        for (int i = 0; i < callers.size(); i++) {
            answers.add(callers.get(i).call(Bytes.ascii(text + " " + i)));
        }
        List<Bytes> all = Deferred.all(answers).await(LIMIT);
        for (int i = 0; i < all.size(); i++) {
            if (!all.get(i).equals(Bytes.ascii(text + " " + i))) {
                throw new AssertionError("caller " + i + " got " + all.get(i));
            }
        }
    }

    /** Ends each connection in this way, and waits until all have ended. */
    void end(Function<Caller, Deferred<?>> how) throws InterruptedException {
        List<Deferred<Object>> ends = new ArrayList<>();
        for (Caller caller : callers) {
            ends.add(how.apply(caller).thenApply(reason -> reason));
        }
        callers.clear();
        Deferred.all(ends).await(LIMIT);
    }
}
