package dev.sennit.transport.nio;

import dev.sennit.transport.Protocol;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ConnectFailedException.Kind;
import dev.sennit.transport.nio.socket.Dialer;
import dev.sennit.transport.nio.socket.PollHandler;
import dev.sennit.transport.nio.socket.SocketErrors;
import dev.sennit.transport.nio.socket.StreamChannel;
import dev.sennit.transport.spi.ConnectAttempt;
import dev.sennit.transport.time.Timer;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A connection on its way to being open. Everything here runs on its loop. */
final class NioConnect<P extends Protocol> implements PollHandler {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(200);
    /** As long as TCP would try, about. */
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final NioLoop loop;
    private final String target;
    private final Dialer dialer;
    private final WaterMarks marks;
    private final ConnectAttempt<P> attempt;
    private @Nullable StreamChannel channel;
    private @Nullable Timer nextTry;
    private Duration pause = FIRST_PAUSE;
    private long startedNanos;

    NioConnect(NioLoop loop, String target, Dialer dialer, WaterMarks marks, ConnectAttempt<P> attempt) {
        this.loop = loop;
        this.target = target;
        this.dialer = dialer;
        this.marks = marks;
        this.attempt = attempt;
    }

    void start() {
        startedNanos = loop.nanoTime();
        if (!attempt.isOver()) {
            connect();
        }
    }

    private void connect() {
        try {
            StreamChannel opened = dialer.dial();
            channel = opened;
            if (opened.isConnected()) {
                connected(opened);
            } else {
                loop.register(opened, SelectionKey.OP_CONNECT, this);
            }
        } catch (IOException failure) {
            failed(failure);
        } catch (ConnectFailedException failure) {
            fail(failure);
        } catch (UnsupportedAddressTypeException wrongFamily) {
            fail(new ConnectFailedException(target, Kind.UNSUPPORTED, SocketErrors.NO_IPV6, wrongFamily));
        } catch (RuntimeException failure) {
            String problem = "this machine cannot open it: " + failure.getMessage();
            fail(new ConnectFailedException(target, Kind.UNSUPPORTED, problem, failure));
        } catch (Error failure) {
            // A class that cannot be loaded, say: who waits must hear of it.
            loop.suffered(failure);
            fail(failure);
        }
    }

    /** Gives up; harmless once connected. */
    void stop() {
        if (nextTry != null) {
            nextTry.cancel();
            nextTry = null;
            loop.removeMember(this);
        }
        free();
        if (channel != null) {
            channel = null;
            loop.channelClosed();
        }
    }

    @Override
    public void ready(int ops) {
        StreamChannel opened = channel;
        if (opened == null) {
            return;
        }
        try {
            if (opened.finishConnect()) {
                connected(opened);
            }
        } catch (IOException failure) {
            failed(failure);
        }
    }

    @Override
    public void failed(Throwable failure) {
        stop();
        attempt.fail(failure);
    }

    @Override
    public void free() {
        StreamChannel opened = channel;
        if (opened != null) {
            try {
                opened.close();
            } catch (IOException alreadyGone) {
                // Nothing was open yet.
            }
        }
    }

    @Override
    public void loopEnds(@Nullable Throwable why) {
        fail(
                why == null
                        ? new ConnectFailedException(target, Kind.UNSUPPORTED, "the reactor has been shut down", null)
                        : new ConnectFailedException(target, Kind.OTHER, "its loop broke", why));
    }

    @Override
    public String toString() {
        return "connecting to " + target;
    }

    private void connected(StreamChannel opened) throws IOException {
        NioConnection connection = new NioConnection(loop, opened, marks);
        channel = null;
        try {
            attempt.carrierOpen(connection);
        } catch (Throwable failure) {
            connection.abort(failure);
            throw failure;
        }
        connection.begin();
    }

    private void failed(IOException failure) {
        if (dialer.isBusy(failure) && loop.nanoTime() - startedNanos < TIMEOUT.toNanos()) {
            tryAgain();
        } else {
            fail(dialer.failed(failure));
        }
    }

    private void tryAgain() {
        stop();
        loop.addMember(this);
        nextTry = loop.after(pause, () -> {
            nextTry = null;
            loop.removeMember(this);
            connect();
        });
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    private void fail(Throwable failure) {
        stop();
        attempt.fail(failure);
    }
}
