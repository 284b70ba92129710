package dev.sennit.transport.nio;

import dev.sennit.transport.DatagramOptions;
import dev.sennit.transport.DatagramProtocol;
import dev.sennit.transport.DatagramProtocolFactory;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.nio.socket.DatagramPort;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The way of an open datagram port to its loop and its protocol, with cancelling at any moment.
 *
 * @param <P> the protocol
 */
final class DatagramBind<P extends DatagramProtocol> {
    private final NioLoop loop;
    private final DatagramPort port;
    private final DatagramOptions options;
    private final DatagramProtocolFactory<P> factory;
    private final Deferred.Source<P> source;
    // Set by whichever thread cancels, before the loop hears of it.
    private volatile boolean givenUp;
    private @Nullable NioDatagrams socket;

    /** Takes the port over, and begins. */
    DatagramBind(NioLoop loop, DatagramPort port, DatagramOptions options, DatagramProtocolFactory<P> factory) {
        this.loop = loop;
        this.port = port;
        this.options = options;
        this.factory = factory;
        this.source = new Deferred.Source<>(loop);
        source.onCancel(this::giveUp);
        try {
            loop.execute(this::open);
        } catch (RejectedExecutionException failure) {
            port.close();
            source.fail(SocketErrors.listen(
                    port.local().toString(),
                    new IOException("its loop cannot start: " + failure.getMessage(), failure)));
        }
    }

    Deferred<P> answer() {
        return source.deferred();
    }

    private void giveUp() {
        givenUp = true;
        try {
            loop.execute(() -> {
                if (socket != null) {
                    socket.abort();
                }
            });
        } catch (RejectedExecutionException ended) {
            // The loop took the socket with it.
        }
    }

    private void open() {
        if (givenUp) {
            port.close();
            return;
        }
        NioDatagrams opened = new NioDatagrams(loop, port, options);
        socket = opened;
        P protocol;
        try {
            opened.register();
            protocol =
                    Objects.requireNonNull(factory.protocolFor(opened), "the factory returned null, wanted a protocol");
            opened.begin(protocol);
        } catch (IOException shutDown) {
            opened.abort();
            source.fail(new ListenFailedException(
                    port.local().toString(),
                    ListenFailedException.Kind.UNSUPPORTED,
                    shutDown.getMessage() + "",
                    shutDown));
            return;
        } catch (Throwable failure) {
            loop.suffered(failure);
            opened.abort();
            source.fail(failure);
            return;
        }
        if (givenUp || !source.succeed(protocol)) {
            opened.abort();
        }
    }
}
