package dev.sennit.transport.nio;

import dev.sennit.transport.ConnectAttempt;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.error.ConnectFailed;
import dev.sennit.transport.error.ConnectFailed.Kind;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A TCP connection on its way to being open. Everything here runs on its loop. */
final class NioConnect<P extends Protocol> implements Channelled {
    private final NioLoop loop;
    private final TcpAddress target;
    private final ConnectOptions options;
    private final ConnectAttempt<P> attempt;
    private @Nullable SocketChannel channel;

    NioConnect(NioLoop loop, TcpAddress target, ConnectOptions options, ConnectAttempt<P> attempt) {
        this.loop = loop;
        this.target = target;
        this.options = options;
        this.attempt = attempt;
    }

    void start() {
        if (attempt.isOver()) {
            return;
        }
        try {
            SocketChannel opened = SocketChannel.open();
            channel = opened;
            opened.configureBlocking(false);
            if (options.noDelay()) {
                opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
            }
            if (options.keepAlive()) {
                opened.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            }
            if (!bind(opened)) {
                return;
            }
            if (opened.connect(target.toSocketAddress())) {
                connected(opened);
            } else {
                loop.register(opened, SelectionKey.OP_CONNECT, this);
            }
        } catch (IOException failure) {
            fail(SocketErrors.connect(target.toString(), failure));
        } catch (RuntimeException failure) {
            // The JDK's word for an address of a family that this machine does not have.
            fail(new ConnectFailed(
                    target.toString(), Kind.UNSUPPORTED, "this machine cannot open it: " + failure, failure));
        }
    }

    /** Gives up; harmless once connected. */
    void stop() {
        SocketChannel opened = channel;
        channel = null;
        if (opened != null) {
            try {
                opened.close();
            } catch (IOException alreadyGone) {
                // Nothing was open yet.
            }
            loop.channelClosed();
        }
    }

    @Override
    public void ready(SelectionKey key) {
        SocketChannel opened = channel;
        if (opened == null) {
            return;
        }
        try {
            if (opened.finishConnect()) {
                connected(opened);
            }
        } catch (IOException failure) {
            fail(SocketErrors.connect(target.toString(), failure));
        }
    }

    @Override
    public void failed(Throwable failure) {
        stop();
        attempt.fail(failure);
    }

    @Override
    public void shutDown(@Nullable Throwable why) {
        fail(
                why == null
                        ? new ConnectFailed(target.toString(), Kind.UNSUPPORTED, "the reactor has been shut down", null)
                        : new ConnectFailed(target.toString(), Kind.OTHER, "its loop broke", why));
    }

    @Override
    public String toString() {
        return "connecting to " + target;
    }

    private boolean bind(SocketChannel opened) {
        TcpAddress from = options.bind();
        if (from != null) {
            try {
                opened.bind(from.toSocketAddress());
            } catch (IOException failure) {
                fail(SocketErrors.bind(target.toString(), from.toString(), failure));
                return false;
            }
        }
        return true;
    }

    private void connected(SocketChannel opened) throws IOException {
        NioConnection connection = new NioConnection(loop, opened, options.marks());
        channel = null;
        attempt.carrierOpen(connection);
        connection.begin();
    }

    private void fail(Throwable failure) {
        stop();
        attempt.fail(failure);
    }
}
