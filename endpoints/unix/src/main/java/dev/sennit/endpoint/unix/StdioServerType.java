package dev.sennit.endpoint.unix;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.ServerEndpointType;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.StreamAddress;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.spi.ConnectionGroup;
import dev.sennit.transport.streams.StreamConnection;
import dev.sennit.transport.streams.StreamEnds;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * {@code stdio}: one connection, on standard input and output, which are closed with it. No other follows, so the factory is
 * stopped when it ends.
 */
final class StdioServerType implements ServerEndpointType {
    private static final StreamAddress ADDRESS = new StreamAddress("stdio");
    static final EndpointSchema SCHEMA = EndpointSchema.server(
                    "stdio", "Serves one connection, on this process's standard input and output.")
            .examples("stdio");

    private final InputStream in;
    private final OutputStream out;
    private final AtomicBoolean used = new AtomicBoolean();

    StdioServerType() {
        // Not System.out: what is printed there would be taken for the protocol's.
        this(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
    }

    StdioServerType(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public EndpointSchema schema() {
        return SCHEMA;
    }

    @Override
    public Deferred<Listener> listen(Arguments arguments, EndpointContext context, ProtocolFactory<?> factory) {
        if (!used.compareAndSet(false, true)) {
            return failed(ListenFailedException.Kind.IN_USE, "they have served their one connection", null);
        }
        return ConnectionGroup.start(factory, ADDRESS)
                .whenComplete((group, failure) -> {
                    if (failure != null) {
                        used.set(false);
                    }
                })
                .thenCompose(group -> serve(group, context.reactor()));
    }

    private Deferred<Listener> serve(ConnectionGroup acceptor, Reactor reactor) {
        EventLoop loop = reactor.nextLoop();
        Deferred.Source<Listener> answer = new Deferred.Source<>(loop);
        try {
            loop.execute(() -> {
                answer.succeed(acceptor.listener(ADDRESS, loop, () -> {}));
                StreamEnds ends = new StreamEnds(in, out, () -> "", atOnce -> closeInput());
                StreamConnection connection =
                        new StreamConnection(loop, ADDRESS, ends, WaterMarks.DEFAULT, reactor.closeTimeouts());
                acceptor.accept(connection);
                // There are no others: the factory stops when this one ends.
                acceptor.shut();
                connection.begin();
            });
        } catch (RejectedExecutionException ended) {
            acceptor.shut();
            return failed(ListenFailedException.Kind.UNSUPPORTED, String.valueOf(ended.getMessage()), ended);
        }
        return answer.deferred();
    }

    /** Where both are one socket, as inetd has it, its peer hears of the end only when the input is closed as well. */
    private void closeInput() {
        try {
            in.close();
        } catch (IOException goneAlready) {
            // Nothing more is read from it either way.
        }
    }

    private static Deferred<Listener> failed(
            ListenFailedException.Kind kind, String problem, @org.jspecify.annotations.Nullable Throwable cause) {
        return Deferred.failed(new ListenFailedException("standard input and output", kind, problem, cause));
    }
}
