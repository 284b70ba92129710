package dev.sennit.endpoint.unix;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.contract.Witness;
import dev.sennit.transport.Listener;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.NetworkException;
import dev.sennit.transport.nio.NioReactor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/** Tries what takes sennit-transport-unix and what does not, and prints a line of each: "done" or what is the matter. */
final class MissingPiecesMain {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private MissingPiecesMain() {}

    public static void main(String[] arguments) throws Exception {
        Path path = Files.createTempFile("sennit-", ".sock");
        Files.delete(path);
        try (NioReactor reactor = new NioReactor()) {
            EndpointContext context = EndpointContext.on(reactor);
            String name = "unix:@" + path.getFileName();
            attempt("unix:@name listen", () -> context.server(name).listen(Witness.echoing()));
            attempt("fd:3 listen", () -> context.server("fd:3").listen(Witness.echoing()));
            attempt("unix:@name connect", () -> context.client(name).connect(Witness.collecting()));
            String longest = "unix:" + path + "x".repeat(107 - path.toString().length());
            attempt("107 bytes listen", () -> context.server(longest).listen(Witness.echoing()));
            attempt("107 bytes connect", () -> context.client(longest).connect(Witness.collecting()));
            Listener listener =
                    context.server("unix:" + path).listen(Witness.echoing()).await(LIMIT);
            Witness.Seen client =
                    context.client("unix:" + path).connect(Witness.collecting()).await(LIMIT);
            client.transport().write(Bytes.ascii("hello"));
            attempt("path echo", client::fiveBytes);
            listener.close().await(LIMIT);
        }
    }

    private static void attempt(String what, Supplier<Deferred<?>> work) throws InterruptedException {
        try {
            work.get().await(LIMIT);
            System.out.println(what + ": done");
        } catch (NetworkException failure) {
            System.out.println(what + ": " + failure.getMessage());
        } catch (RuntimeException | Error unexpected) {
            System.out.println(what + ": unexpected " + unexpected);
        }
    }
}
