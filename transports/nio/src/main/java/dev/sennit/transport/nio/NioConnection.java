package dev.sennit.transport.nio;

import dev.sennit.transport.Address;
import dev.sennit.transport.CarrierLife;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.CloseTimeout;
import dev.sennit.transport.CountedCarrier;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.FileSender;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Refusal;
import dev.sennit.transport.Traffic;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectionBrokenException;
import dev.sennit.transport.error.LimitExceededException;
import dev.sennit.transport.nio.socket.Outlet;
import dev.sennit.transport.nio.socket.SendItem;
import dev.sennit.transport.nio.socket.StreamKind;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One connection of a socket: the bottom of a stack. Everything here runs on its loop. */
final class NioConnection extends CountedCarrier implements FileSender, SelectionHandler {
    private static final Logger LOG = System.getLogger(NioConnection.class.getName());
    /** What a drain reads of a connection at most, unless the system's buffer is larger. */
    private static final long MOST_WAITING_BYTES = 16L * 1024 * 1024;
    /** Stands above until {@link #carry} is called, so that the field is never empty. */
    private static final Protocol NOTHING_YET = new Refusal("nothing is carried yet");

    private final NioLoop loop;
    private final SocketChannel channel;
    private final StreamKind kind;
    private final SelectionKey key;
    private final WaterMarks marks;
    private final Outgoing outgoing;
    private final Address local;
    private final Address peer;
    private final CarrierLife life;

    private Protocol above = NOTHING_YET;
    private int interest;
    /** A write has failed: the end is on its way. */
    private boolean outputBroken;
    /** Written when a write had failed. */
    private long droppedBytes;

    private boolean dirty;
    private boolean overMark;
    private boolean inputPaused;
    private boolean pausedForMemory;
    private @Nullable CloseTimeout timeout;
    private @Nullable Runnable whenDelivered;
    /** Bytes that the system may still hold of those that had come when {@link #afterArrived} was called. */
    private long arrivedLeft;
    /** Made in advance: it is needed where no memory may be left. */
    private final Runnable tellOfEnd = this::tellOfEnd;

    private boolean toldOfEnd;

    /** Takes a connected, non-blocking channel over and registers it; nothing is read before {@link #begin}. */
    NioConnection(NioLoop loop, SocketChannel channel, StreamKind kind, WaterMarks marks) throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.kind = kind;
        this.marks = marks;
        this.outgoing = new Outgoing(loop);
        this.local = kind.local(channel);
        this.peer = kind.peer(channel);
        this.life = new CarrierLife(loop, this::unsentBytes);
        this.key = loop.register(channel, 0, this);
    }

    /** Tells what is above that the way is open, and begins to read. */
    void begin() {
        if (!life.isOver()) {
            interest(interest | (isPaused() ? 0 : SelectionKey.OP_READ));
            try {
                above.connectionMade();
            } catch (Throwable failure) {
                // A layer's: the connection at the top lets none of its protocol's through.
                abort(failure);
            }
        }
    }

    @Override
    public void carry(Protocol protocol) {
        above = protocol;
    }

    @Override
    public void afterArrived(Runnable then) {
        whenDelivered = then;
        arrivedLeft = mostWaitingBytes();
        loop.execute(this::readArrived);
    }

    @Override
    public void ready(SelectionKey ready) {
        if (outputBroken) {
            // Do not read: the reset was already reported to the failed write, so a read would now return a clean end.
            return;
        }
        int ops = ready.readyOps();
        if ((ops & SelectionKey.OP_WRITE) != 0) {
            flush();
        }
        // Asked again: what another callback of this pass paused must stay silent.
        if ((ops & interest & SelectionKey.OP_READ) != 0 && !life.isOver()) {
            read();
        }
    }

    @Override
    public void failed(Throwable failure) {
        abort(failure);
    }

    @Override
    public void free() {
        droppedBytes += outgoing.pendingBytes();
        outgoing.dropBytes();
        closeChannel(!life.isOver());
    }

    @Override
    public void loopEnds(@Nullable Throwable why) {
        abort(By.REACTOR, why == null ? null : new ConnectionBrokenException("its loop broke", why));
        if (why != null) {
            // The turn that was asked for may have found no memory.
            tellOfEnd();
        }
    }

    @Override
    public void write(ByteBuffer data) {
        if (outputBroken || !life.takesOutput()) {
            drop(data);
            return;
        }
        if (data.remaining() >= Outgoing.LARGE_BYTES && outgoing.hasOnlyChunk()) {
            sendDirectly(data);
        }
        if (data.hasRemaining()) {
            outgoing.add(data, loop.isServing(this));
        }
        if ((interest & SelectionKey.OP_WRITE) != 0) {
            holdsUnsent(outgoing.heldBytes());
        } else if (outgoing.pendingBytes() > Math.min(marks.highBytes(), Outgoing.LARGE_BYTES)) {
            send();
        }
        markDirty();
        if (!life.isOver() && !overMark && outgoing.pendingBytes() > marks.highBytes()) {
            overMark = true;
            above.writePaused();
        }
    }

    @Override
    public Optional<FileSender> fileSender() {
        return Optional.of(this);
    }

    @Override
    public Deferred<Long> sendFile(FileChannel file, long position, long count) {
        if (!life.takesOutput()) {
            Throwable ended = new IllegalStateException("a file cannot be sent after the end of the output");
            return Deferred.<Long>failed(ended).on(loop);
        }
        Deferred.Source<Long> answer = new Deferred.Source<>(loop);
        send(new FileRegion(file, position, count, answer, loop));
        return answer.deferred();
    }

    @Override
    public void close() {
        if (!life.beginClosing()) {
            return;
        }
        if (life.isOutputEnded()) {
            finishOrAwaitPeer();
        } else {
            endOutput();
        }
        if (!life.isOver()) {
            // What still comes is read and dropped: unread bytes would turn the end into a reset.
            interest(interest | (life.isInputEnded() ? 0 : SelectionKey.OP_READ));
            if (!life.isOutputEnded()) {
                timeout = CloseTimeout.untilSent(
                        loop,
                        loop.settings().closeTimeout(),
                        life,
                        outgoing::pendingBytes,
                        stalled -> abort(By.PEER, stalled));
            }
        }
    }

    @Override
    public void abort() {
        abort(By.US, null);
    }

    @Override
    public void abort(Throwable why) {
        abort(By.US, why);
    }

    @Override
    public void endOutput() {
        if (life.beginEndingOutput()) {
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
        applyPause();
    }

    @Override
    public void resumeReading() {
        inputPaused = false;
        applyPause();
        if (whenDelivered != null) {
            loop.execute(this::readArrived);
        }
    }

    @Override
    public void pauseForMemory(boolean paused) {
        pausedForMemory = paused;
        applyPause();
    }

    @Override
    public void abortForMemory(LimitExceededException cause) {
        abort(By.REACTOR, cause);
    }

    private boolean isPaused() {
        return inputPaused || pausedForMemory;
    }

    private void applyPause() {
        if (isPaused() && !life.isClosing()) {
            interest(interest & ~SelectionKey.OP_READ);
        } else if (!life.isInputEnded() && !life.isOver()) {
            interest(interest | SelectionKey.OP_READ);
        }
    }

    @Override
    public boolean isReading() {
        return !inputPaused && life.takesInput();
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
        if (type == WaterMarks.class) {
            return Optional.of(type.cast(marks));
        }
        return type == Traffic.class
                ? Optional.of(type.cast(life.traffic()))
                : kind.feature(type, channel, new OrderedOutlet());
    }

    @Override
    public String toString() {
        return kind.word() + " " + local + " - " + peer;
    }

    /** Sends what has gathered; called when the callback that wrote it has returned. */
    void flushDirty() {
        dirty = false;
        if (!life.isOver() && (interest & SelectionKey.OP_WRITE) == 0) {
            flush();
        }
    }

    /** Sends what has gathered before the callback has returned, to free the borrowed chunk; calls nobody. */
    void sendEarly() {
        if (!life.isOver() && !outgoing.isEmpty() && (interest & SelectionKey.OP_WRITE) == 0) {
            send();
        }
    }

    private void sendOrFail(SendItem item) {
        if (life.takesOutput()) {
            send(item);
        } else {
            item.fail(new ConnectionBrokenException("the output had ended", null));
        }
    }

    private void send(SendItem item) {
        outgoing.add(item);
        markDirty();
    }

    private void markDirty() {
        if (!dirty && !life.isOver()) {
            dirty = true;
            loop.flushLater(this);
        }
    }

    /** Reads once; returns how many bytes came, 0 for none and -1 for the end. */
    private int read() {
        ByteBuffer buffer = loop.readBuffer();
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
            life.received(count);
            if (!life.isClosing()) {
                above.dataReceived(loop.lend(count));
            }
        }
        return count;
    }

    /** Reads a piece of what has arrived, whatever the budget: a drain frees memory when nothing is left of it. */
    private void readArrived() {
        Runnable waiting = whenDelivered;
        if (waiting == null || life.isOver() || outputBroken || (inputPaused && life.takesInput())) {
            return;
        }
        try {
            if (life.takesInput() && arrivedLeft > 0 && read() > 0) {
                loop.execute(this::readArrived);
            } else if (!life.isOver()) {
                whenDelivered = null;
                waiting.run();
            }
        } catch (Throwable failure) {
            abort(failure);
        }
    }

    /** As much as the system keeps of what nobody has read: with TCP no more than its buffer, whose size the JDK halves. */
    private long mostWaitingBytes() {
        try {
            return Math.max(MOST_WAITING_BYTES, 2L * channel.getOption(StandardSocketOptions.SO_RCVBUF));
        } catch (IOException | UnsupportedOperationException unknown) {
            return MOST_WAITING_BYTES;
        }
    }

    private void inputDone() {
        life.inputEnded();
        interest(interest & ~SelectionKey.OP_READ);
        if (!life.isClosing()) {
            above.inputEnded();
        }
        finishOrAwaitPeer();
    }

    /** Sends, then acts on what that changed: never from inside a protocol's own call. */
    private void flush() {
        send();
        if (outputBroken || life.isOver()) {
            return;
        }
        if (outgoing.isEmpty() && life.isOutputEnding() && !life.isOutputEnded()) {
            outputDone();
        }
        if (overMark && !life.isOver() && outgoing.pendingBytes() <= marks.lowBytes()) {
            overMark = false;
            above.writeResumed();
        }
    }

    private void send() {
        if (outputBroken) {
            return;
        }
        try {
            life.sent(outgoing.flush(channel));
        } catch (IOException failure) {
            outputBroken(failure);
            return;
        }
        int wanted = outgoing.isEmpty() ? interest & ~SelectionKey.OP_WRITE : interest | SelectionKey.OP_WRITE;
        interest(wanted);
        holdsUnsent(outgoing.heldBytes());
    }

    private void sendDirectly(ByteBuffer data) {
        try {
            life.sent(outgoing.sendDirectly(channel, data));
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
        if (life.takesOutput()) {
            droppedBytes += data.remaining();
        }
        data.position(data.limit());
    }

    private long unsentBytes() {
        return outgoing.pendingBytes() + droppedBytes;
    }

    private void outputDone() {
        life.outputEnded();
        try {
            channel.shutdownOutput();
        } catch (IOException failure) {
            broken(failure);
            return;
        }
        stopTimeout();
        finishOrAwaitPeer();
    }

    /** Finishes once the peer has ended too, or after the time that a closed connection waits for that. */
    private void finishOrAwaitPeer() {
        if (life.bothEnded()) {
            finish();
        } else if (life.isClosing() && life.isOutputEnded()) {
            timeout = CloseTimeout.untilEnded(loop, loop.settings().lingerTimeout(), this::finish);
        }
    }

    private void finish() {
        if (life.end()) {
            ended(false);
        }
    }

    /** The peer may have said why before it left, and that comes first (T8): in a later turn, as this may be a protocol's call. */
    private void outputBroken(IOException failure) {
        if (inputPaused || !life.takesInput()) {
            broken(failure);
        } else {
            outputBroken = true;
            loop.execute(() -> {
                try {
                    readRest();
                    broken(failure);
                } catch (Throwable bug) {
                    abort(bug);
                }
            });
        }
    }

    /** Reads what has come, up to the end of it: no more can, so it is no more than the system keeps for a socket. */
    private void readRest() {
        int count = 1;
        while (count > 0 && isReading()) {
            ByteBuffer buffer = loop.readBuffer();
            try {
                count = channel.read(buffer);
            } catch (IOException nothingCame) {
                return;
            }
            if (count > 0) {
                life.received(count);
                above.dataReceived(loop.lend(count));
            }
        }
    }

    private void broken(IOException failure) {
        abort(SocketErrors.isNetwork(failure) ? By.NETWORK : By.PEER, SocketErrors.broken(failure));
    }

    private void abort(By by, @Nullable Throwable why) {
        if (why != null) {
            loop.suffered(why);
        }
        if (life.abort(by, why)) {
            ended(true);
        }
    }

    /** The one way out: frees everything now, and tells what is above in a later turn. */
    private void ended(boolean reset) {
        try {
            closeChannel(reset);
            stopTimeout();
            droppedBytes += outgoing.pendingBytes();
            outgoing.drop(
                    life.reason() instanceof CloseReason.Broken broken
                            ? broken.cause()
                            : new ConnectionBrokenException("the connection ended first", null));
            holdsNothing();
        } finally {
            loop.execute(tellOfEnd);
        }
    }

    private void tellOfEnd() {
        if (!toldOfEnd) {
            toldOfEnd = true;
            above.connectionLost(life.reason());
        }
    }

    private void closeChannel(boolean reset) {
        loop.channelClosed();
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
            kind.resetOnClose(channel);
        } catch (IOException | RuntimeException refused) {
            LOG.log(Level.DEBUG, () -> this + " cannot be reset", refused);
        }
    }

    private void stopTimeout() {
        if (timeout != null) {
            timeout.stop();
            timeout = null;
        }
    }

    private void interest(int wanted) {
        if (wanted != interest && key.isValid()) {
            interest = wanted;
            key.interestOps(wanted);
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
            return loop;
        }
    }
}
