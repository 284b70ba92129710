package dev.sennit.transport.nio;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.FileSender;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectionBrokenException;
import dev.sennit.transport.nio.socket.Outlet;
import dev.sennit.transport.nio.socket.PollHandler;
import dev.sennit.transport.nio.socket.SendItem;
import dev.sennit.transport.nio.socket.SocketErrors;
import dev.sennit.transport.nio.socket.StreamChannel;
import dev.sennit.transport.spi.StreamCarrier;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.util.Optional;

/** One connection of a socket: the bottom of a stack. Everything here runs on its loop. */
final class NioConnection extends StreamCarrier implements FileSender, PollHandler {
    private static final Logger LOG = System.getLogger(NioConnection.class.getName());
    /** What a drain reads of a connection at most, unless the system's buffer is larger. */
    private static final int MOST_WAITING_BYTES = 16 * 1024 * 1024;

    // Each field costs memory of every idle connection.
    private final StreamChannel channel;
    /** Taken from the loop when there is something to send, and given back when all of it is sent. */
    private Outgoing outgoing;

    private int interest;
    /** A write has failed: the end is on its way. */
    private boolean outputBroken;

    private boolean dirty;
    /** Bytes that the system may still hold of those that had come when a drain began. */
    private int arrivedLeft;

    /** Takes a connected channel over and registers it; nothing is read before {@link #begin}. */
    NioConnection(NioLoop loop, StreamChannel channel, WaterMarks marks) throws IOException {
        super(loop, channel.ends(), marks, loop.settings().closeTimeouts());
        this.channel = channel;
        this.outgoing = loop.spareOutgoing.nothing();
        loop.register(channel, 0, this);
    }

    /** It has been registered, which is what the loop knows it by. */
    @Override
    public void begin() {
        open();
    }

    @Override
    public void ready(int ops) {
        if (outputBroken) {
            // Do not read: the reset was already reported to the failed write, so a read would now return a clean end.
            return;
        }
        if ((ops & SelectionKey.OP_WRITE) != 0) {
            flush();
        }
        // Asked again: what another callback of this pass paused must stay silent.
        if ((ops & interest & SelectionKey.OP_READ) != 0 && !isOver()) {
            read();
        }
    }

    @Override
    public void failed(Throwable failure) {
        abort(failure);
    }

    @Override
    public void free() {
        outgoing.dropBytes();
        closeChannel(!isOver());
    }

    @Override
    public void write(ByteBuffer data) {
        if (outputBroken || !takesOutput()) {
            drop(data);
            return;
        }
        if (data.remaining() >= Outgoing.LARGE_BYTES && outgoing.hasOnlyChunk()) {
            sendDirectly(data);
        }
        if (data.hasRemaining()) {
            send(data);
        }
        if ((interest & SelectionKey.OP_WRITE) != 0) {
            holdsUnsent(outgoing.heldBytes());
        } else if (outgoing.pendingBytes() > Math.min(marks().highBytes(), Outgoing.LARGE_BYTES)) {
            sendNow();
        }
        markDirty();
        checkHighMark(outgoing.pendingBytes());
    }

    @Override
    public boolean canSend() {
        return !outputBroken && super.canSend();
    }

    @Override
    public Optional<FileSender> fileSender() {
        return Optional.of(this);
    }

    @Override
    public Deferred<Long> sendFile(FileChannel file, long position, long count) {
        if (!takesOutput()) {
            Throwable ended = new IllegalStateException("a file cannot be sent after the end of the output");
            return Deferred.<Long>failed(ended).on(loop());
        }
        Deferred.Source<Long> answer = new Deferred.Source<>(loop());
        queue(new Outgoing.FileRegion(file, position, count, answer, loop()));
        return answer.deferred();
    }

    @Override
    public <T> Optional<T> feature(Class<T> type) {
        Optional<T> known = super.feature(type);
        return known.isPresent() ? known : channel.feature(type, new OrderedOutlet());
    }

    @Override
    public String toString() {
        return channel + " " + super.toString();
    }

    @Override
    protected void send(ByteBuffer data) {
        toSend().add(data, home().isServing(this));
    }

    @Override
    protected long unsentBytes() {
        Outgoing known = outgoing;
        long unsent = known.pendingBytes() + known.droppedBytes();
        // To another thread it may be another connection's by now.
        return known == outgoing ? unsent : 0;
    }

    @Override
    protected boolean hasUnsent() {
        return !outgoing.isEmpty();
    }

    @Override
    protected void wantInput(boolean wanted) {
        interest(wanted ? interest | SelectionKey.OP_READ : interest & ~SelectionKey.OP_READ);
    }

    @Override
    protected void sendEnd() {
        try {
            channel.shutdownOutput();
        } catch (IOException failure) {
            broken(failure);
            return;
        }
        endSent();
    }

    @Override
    protected void release(boolean reset) {
        try {
            closeChannel(reset);
        } finally {
            if (!outgoing.isEmpty()) {
                outgoing.drop(
                        reason() instanceof CloseReason.Broken broken
                                ? broken.cause()
                                : new ConnectionBrokenException("the connection ended first", null));
                giveBackOutgoing();
            }
        }
    }

    @Override
    protected void noteArrived() {
        arrivedLeft = mostWaitingBytes();
    }

    /** Reads a piece of what has arrived, to learn it: a drain frees memory when nothing is left. */
    @Override
    protected boolean hasArrived() {
        if (outputBroken || !wantsInput()) {
            return true;
        }
        if (arrivedLeft > 0 && read() > 0) {
            later(this::checkDelivered);
            return true;
        }
        return false;
    }

    /** Sends what has gathered; called when the callback that wrote it has returned. */
    void flushDirty() {
        dirty = false;
        if (!isOver() && (interest & SelectionKey.OP_WRITE) == 0) {
            flush();
        }
    }

    /** Sends what has gathered before the callback has returned, to free the borrowed chunk; calls nobody. */
    void sendEarly() {
        if (!isOver() && !outgoing.isEmpty() && (interest & SelectionKey.OP_WRITE) == 0) {
            sendNow();
        }
    }

    private void sendOrFail(SendItem item) {
        if (takesOutput()) {
            queue(item);
        } else {
            item.fail(new ConnectionBrokenException("the output had ended", null));
        }
    }

    private void queue(SendItem item) {
        toSend().add(item);
        markDirty();
    }

    private Outgoing toSend() {
        if (outgoing == home().spareOutgoing.nothing()) {
            outgoing = home().spareOutgoing.take();
        }
        return outgoing;
    }

    private void giveBackOutgoing() {
        if (outgoing.isEmpty()) {
            outgoing = home().spareOutgoing.giveBack(outgoing);
        }
    }

    private NioLoop home() {
        return (NioLoop) loop();
    }

    private void markDirty() {
        if (!dirty && !isOver()) {
            dirty = true;
            home().flushLater(this);
        }
    }

    /** Reads once; returns how many bytes came, 0 for none and -1 for the end. */
    private int read() {
        ByteBuffer buffer = home().readBuffer();
        int count;
        try {
            count = channel.read(buffer);
        } catch (IOException failure) {
            broken(failure);
            return -1;
        }
        arrivedLeft -= count;
        if (count < 0) {
            inputDone();
        } else if (count > 0) {
            received(count);
            if (!isClosing()) {
                above().dataReceived(home().lend(count));
            }
        }
        return count;
    }

    /** As much as the system keeps of what nobody has read: with TCP no more than its buffer, whose size the JDK halves. */
    private int mostWaitingBytes() {
        return Math.max(MOST_WAITING_BYTES, 2 * Math.min(channel.receiveBufferBytes(), Integer.MAX_VALUE / 2));
    }

    /** Sends, then acts on what that changed: never from inside a protocol's own call. */
    private void flush() {
        sendNow();
        if (!outputBroken) {
            flushed(outgoing.pendingBytes());
        }
    }

    private void sendNow() {
        if (outputBroken) {
            return;
        }
        try {
            sent(outgoing.flush(channel));
        } catch (IOException failure) {
            outputBroken(failure);
            return;
        }
        int wanted = outgoing.isEmpty() ? interest & ~SelectionKey.OP_WRITE : interest | SelectionKey.OP_WRITE;
        interest(wanted);
        long held = outgoing.heldBytes();
        giveBackOutgoing();
        holdsUnsent(held);
    }

    private void sendDirectly(ByteBuffer data) {
        try {
            sent(outgoing.sendDirectly(channel, data));
        } catch (IOException failure) {
            drop(data);
            outputBroken(failure);
            return;
        }
        if (!outgoing.isEmpty() || data.hasRemaining()) {
            interest(interest | SelectionKey.OP_WRITE);
        }
    }

    private void drop(ByteBuffer data) {
        if (takesOutput()) {
            toSend().countDropped(data.remaining());
        }
        data.position(data.limit());
    }

    /** The peer may have said why before it left, and that comes first (T8): in a later turn, as this may be a protocol's call. */
    private void outputBroken(IOException failure) {
        if (!isReading()) {
            broken(failure);
        } else {
            outputBroken = true;
            later(() -> {
                readRest();
                broken(failure);
            });
        }
    }

    /** Reads what has come, up to the end of it: no more can, so it is no more than the system keeps for a socket. */
    private void readRest() {
        int count = 1;
        while (count > 0 && isReading()) {
            ByteBuffer buffer = home().readBuffer();
            try {
                count = channel.read(buffer);
            } catch (IOException nothingCame) {
                return;
            }
            if (count > 0) {
                received(count);
                above().dataReceived(home().lend(count));
            }
        }
    }

    private void broken(IOException failure) {
        abort(SocketErrors.isNetwork(failure) ? By.NETWORK : By.PEER, SocketErrors.broken(failure));
    }

    private void closeChannel(boolean reset) {
        home().channelClosed();
        try {
            if (reset && channel.isOpen()) {
                resetOnClose();
            }
        } finally {
            try {
                channel.close();
            } catch (IOException alreadyGone) {
                // Nothing is left to close; what matters is that it is closed.
            }
        }
    }

    /** Some systems refuse it on a connection that the peer has reset already. It is closed all the same. */
    private void resetOnClose() {
        try {
            channel.resetOnClose();
        } catch (IOException | RuntimeException refused) {
            LOG.log(Level.DEBUG, () -> this + " cannot be reset", refused);
        }
    }

    private void interest(int wanted) {
        if (wanted != interest) {
            interest = wanted;
            channel.interest(wanted);
        }
    }

    /** What leaves by it keeps its place among what is written. */
    private final class OrderedOutlet implements Outlet {
        @Override
        public void send(SendItem item) {
            sendOrFail(item);
        }

        @Override
        public EventLoop loop() {
            return NioConnection.this.loop();
        }
    }
}
