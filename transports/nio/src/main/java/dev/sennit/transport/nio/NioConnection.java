package dev.sennit.transport.nio;

import dev.sennit.transport.Address;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.CloseReason.Ending;
import dev.sennit.transport.CloseReason.Phase;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.FileCarrier;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.TcpSocket;
import dev.sennit.transport.Traffic;
import dev.sennit.transport.WriteMarks;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectionBroken;
import dev.sennit.transport.time.Timer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One TCP connection: the bottom of a stack. Everything here runs on its loop. */
final class NioConnection implements FileCarrier, Channelled, TcpSocket {
    private final NioLoop loop;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final WriteMarks marks;
    private final Outgoing outgoing;
    private final TcpAddress local;
    private final TcpAddress peer;
    private final long openedNanos;

    private Protocol above = NotYetCarried.INSTANCE;
    private int interest;
    private boolean dirty;
    private boolean overMark;
    private boolean inputPaused;
    private boolean inputEnded;
    private boolean outputEnding;
    private boolean outputEnded;
    private boolean closing;
    private boolean over;
    private boolean aborted;
    private @Nullable By endedBy;
    private @Nullable Throwable cause;
    private @Nullable Timer patience;
    private long bytesReceived;
    private long bytesSent;
    private long sentAtLastCheck;

    /** Takes a connected, non-blocking channel over and registers it; nothing is read before {@link #begin}. */
    NioConnection(NioLoop loop, SocketChannel channel, WriteMarks marks) throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.marks = marks;
        this.outgoing = new Outgoing(loop);
        this.local = TcpAddress.of((InetSocketAddress) channel.getLocalAddress());
        this.peer = TcpAddress.of((InetSocketAddress) channel.getRemoteAddress());
        this.openedNanos = loop.nanoTime();
        this.key = loop.register(channel, 0, this);
    }

    /** Tells what is above that the way is open, and begins to read. */
    void begin() {
        if (!over) {
            interest(interest | (inputPaused ? 0 : SelectionKey.OP_READ));
            above.connectionMade();
        }
    }

    @Override
    public void carry(Protocol protocol) {
        above = protocol;
    }

    @Override
    public void ready(SelectionKey ready) {
        int ops = ready.readyOps();
        if ((ops & SelectionKey.OP_WRITE) != 0) {
            flush();
        }
        // Asked again: what another callback of this pass paused must stay silent.
        if ((ops & interest & SelectionKey.OP_READ) != 0 && !over) {
            read();
        }
    }

    @Override
    public void failed(Throwable failure) {
        abort(failure);
    }

    @Override
    public void shutDown() {
        end(By.REACTOR, null, true);
    }

    @Override
    public void write(ByteBuffer data) {
        if (outputEnding || over) {
            data.position(data.limit());
            return;
        }
        if (data.remaining() >= Outgoing.LARGE_BYTES && outgoing.hasOnlyChunk()) {
            sendDirectly(data);
        }
        if (data.hasRemaining()) {
            outgoing.add(data, loop.isServing(this));
        }
        if (outgoing.pendingBytes() > Math.min(marks.highBytes(), Outgoing.LARGE_BYTES)
                && (interest & SelectionKey.OP_WRITE) == 0) {
            send();
        }
        markDirty();
        if (!over && !overMark && outgoing.pendingBytes() > marks.highBytes()) {
            overMark = true;
            above.writePaused();
        }
    }

    @Override
    public Deferred<Long> sendFile(FileChannel file, long position, long count) {
        if (outputEnding || over) {
            return Deferred.failed(new IllegalStateException("a file cannot be sent after the end of the output"));
        }
        Deferred.Source<Long> answer = new Deferred.Source<>(loop);
        outgoing.add(new FileRegion(file, position, count, answer));
        markDirty();
        return answer.deferred();
    }

    @Override
    public void close() {
        if (closing || over) {
            return;
        }
        closing = true;
        noteEndedBy(By.US);
        endOutput();
        if (!over) {
            // What still comes is read and dropped: unread bytes would turn the end into a reset.
            interest(interest | (inputEnded ? 0 : SelectionKey.OP_READ));
            if (!outputEnded) {
                sentAtLastCheck = bytesSent;
                patience = loop.after(loop.settings().closePatience(), this::checkProgress);
            }
        }
    }

    @Override
    public void abort() {
        end(By.US, null, true);
    }

    @Override
    public void abort(Throwable why) {
        if (over && aborted && cause == null) {
            // connectionLost is on its way: a bug found meanwhile is not masked.
            cause = why;
        }
        end(By.US, why, true);
    }

    @Override
    public void endOutput() {
        if (!outputEnding && !over) {
            outputEnding = true;
            if (outgoing.isEmpty()) {
                outputDone();
            } else {
                markDirty();
            }
        }
    }

    @Override
    public void pauseReading() {
        inputPaused = true;
        if (!closing) {
            interest(interest & ~SelectionKey.OP_READ);
        }
    }

    @Override
    public void resumeReading() {
        inputPaused = false;
        if (!inputEnded && !over) {
            interest(interest | SelectionKey.OP_READ);
        }
    }

    @Override
    public boolean isReading() {
        return !inputPaused && !inputEnded && !closing && !over;
    }

    @Override
    public Address local() {
        return local;
    }

    @Override
    public Address peer() {
        return peer;
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public <T> Optional<T> feature(Class<T> type) {
        if (type == TcpSocket.class) {
            return Optional.of(type.cast(this));
        }
        return type == Traffic.class ? Optional.of(type.cast(traffic())) : Optional.empty();
    }

    @Override
    public void noDelay(boolean on) {
        set(StandardSocketOptions.TCP_NODELAY, on);
    }

    @Override
    public void keepAlive(boolean on) {
        set(StandardSocketOptions.SO_KEEPALIVE, on);
    }

    @Override
    public String toString() {
        return "tcp " + local + " - " + peer;
    }

    /** Sends what has gathered; called when the callback that wrote it has returned. */
    void flushDirty() {
        dirty = false;
        if (!over && (interest & SelectionKey.OP_WRITE) == 0) {
            flush();
        }
    }

    /** Sends what has gathered before the callback has returned, to free the borrowed chunk; calls nobody. */
    void sendEarly() {
        if (!over && !outgoing.isEmpty() && (interest & SelectionKey.OP_WRITE) == 0) {
            send();
        }
    }

    private void markDirty() {
        if (!dirty && !over) {
            dirty = true;
            loop.flushLater(this);
        }
    }

    private void read() {
        ByteBuffer buffer = loop.readBuffer();
        int count;
        try {
            count = channel.read(buffer);
        } catch (IOException failure) {
            broken(failure);
            return;
        }
        if (count < 0) {
            inputDone();
        } else if (count > 0) {
            bytesReceived += count;
            if (!closing) {
                above.dataReceived(loop.lend(count));
            }
        }
    }

    private void inputDone() {
        inputEnded = true;
        interest(interest & ~SelectionKey.OP_READ);
        noteEndedBy(By.PEER);
        if (closing) {
            finishIfBothEnded();
        } else {
            above.inputEnded();
            finishIfBothEnded();
        }
    }

    /** Sends, then acts on what that changed: never from inside a protocol's own call. */
    private void flush() {
        send();
        if (over) {
            return;
        }
        if (outgoing.isEmpty() && outputEnding && !outputEnded) {
            outputDone();
        }
        if (overMark && !over && outgoing.pendingBytes() <= marks.lowBytes()) {
            overMark = false;
            above.writeResumed();
        }
    }

    private void send() {
        try {
            bytesSent += outgoing.flush(channel);
        } catch (IOException failure) {
            broken(failure);
            return;
        }
        int wanted = outgoing.isEmpty() ? interest & ~SelectionKey.OP_WRITE : interest | SelectionKey.OP_WRITE;
        interest(wanted);
    }

    private void sendDirectly(ByteBuffer data) {
        try {
            bytesSent += outgoing.sendDirectly(channel, data);
        } catch (IOException failure) {
            data.position(data.limit());
            broken(failure);
            return;
        }
        if (!outgoing.isEmpty() || data.hasRemaining()) {
            interest(interest | SelectionKey.OP_WRITE);
        }
    }

    private void outputDone() {
        outputEnded = true;
        try {
            channel.shutdownOutput();
        } catch (IOException failure) {
            broken(failure);
            return;
        }
        stopPatience();
        if (closing && !inputEnded) {
            patience = loop.after(loop.settings().lingerPatience(), this::finish);
        }
        finishIfBothEnded();
    }

    private void finishIfBothEnded() {
        if (inputEnded && outputEnded) {
            finish();
        }
    }

    private void finish() {
        end(By.US, null, false);
    }

    private void checkProgress() {
        Duration limit = loop.settings().closePatience();
        if (bytesSent == sentAtLastCheck) {
            end(
                    By.PEER,
                    new ConnectionBroken(
                            "after close() the peer took nothing of the last " + outgoing.pendingBytes() + " bytes for "
                                    + limit.toSeconds() + " s",
                            null),
                    true);
            return;
        }
        sentAtLastCheck = bytesSent;
        patience = loop.after(limit, this::checkProgress);
    }

    private void broken(IOException failure) {
        By by = SocketErrors.isNetwork(failure) ? By.NETWORK : By.PEER;
        end(by, SocketErrors.broken(failure), true);
    }

    private void noteEndedBy(By by) {
        if (endedBy == null) {
            endedBy = by;
        }
    }

    /** The one way out: frees everything now, and tells what is above in a later turn. */
    private void end(By by, @Nullable Throwable why, boolean reset) {
        if (over) {
            return;
        }
        Phase phase = closing ? Phase.CLOSING : inputEnded || outputEnding ? Phase.HALF_CLOSED : Phase.OPEN;
        over = true;
        aborted = reset;
        cause = why;
        By who = reset || endedBy == null ? by : endedBy;
        stopPatience();
        Ending ending = new Ending(who, phase, traffic());
        outgoing.drop(why == null ? new ConnectionBroken("the connection ended first", null) : why);
        try {
            if (reset) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
            channel.close();
        } catch (IOException alreadyGone) {
            // Nothing is left to close; what matters is that it is closed.
        }
        loop.channelClosed();
        loop.execute(() -> above.connectionLost(reason(ending)));
    }

    private CloseReason reason(Ending ending) {
        if (cause != null) {
            return new CloseReason.Broken(cause, ending);
        }
        return aborted ? new CloseReason.Aborted(ending) : new CloseReason.Clean(ending);
    }

    private void stopPatience() {
        if (patience != null) {
            patience.cancel();
            patience = null;
        }
    }

    private void interest(int wanted) {
        if (wanted != interest && key.isValid()) {
            interest = wanted;
            key.interestOps(wanted);
        }
    }

    private <T> void set(SocketOption<T> option, T value) {
        try {
            channel.setOption(option, value);
        } catch (IOException failure) {
            throw new IllegalStateException(this + " is closed; " + option.name() + " cannot be set", failure);
        }
    }

    private Traffic traffic() {
        return new Traffic(bytesReceived, bytesSent, Duration.ofNanos(loop.nanoTime() - openedNanos));
    }

    /** Stands above until {@link #carry} is called, so that the field is never empty. */
    private enum NotYetCarried implements Protocol {
        INSTANCE;

        @Override
        public void dataReceived(ByteBuffer data) {
            throw new IllegalStateException("nothing is carried yet");
        }
    }
}
