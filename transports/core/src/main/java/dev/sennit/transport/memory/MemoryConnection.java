package dev.sennit.transport.memory;

import dev.sennit.transport.Address;
import dev.sennit.transport.Carrier;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.CloseReason.Ending;
import dev.sennit.transport.CloseReason.Phase;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Refusal;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.TcpSocket;
import dev.sennit.transport.Traffic;
import dev.sennit.transport.WriteMarks;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectionBroken;
import dev.sennit.transport.time.Timer;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection inside this process: the bottom of a stack. Everything here runs on its loop.
 *
 * <p>A sender may have no more bytes under way than the receiver's window has room for; what the receiver has passed on
 * it grants again. So a receiver that is paused stops its peer, as a full socket does.
 */
final class MemoryConnection implements Carrier, TcpSocket {
    /** Bytes under way or unread, each way. */
    static final int WINDOW_BYTES = 64 * 1024;

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(30);
    private static final Duration LINGER_PATIENCE = Duration.ofSeconds(2);

    private final EventLoop loop;
    private final Address local;
    private final Address peer;
    private final WriteMarks marks;
    private final int windowBytes;
    private final ByteQueue pending = new ByteQueue();
    private final ArrayDeque<Message> inbox = new ArrayDeque<>();

    private @Nullable Wire wire;
    private Runnable whenOver = () -> {};
    private Protocol above = new Refusal("nothing is carried yet");
    private int credit;
    private int owedCredit;
    private boolean flushScheduled;
    private boolean deliveryScheduled;
    private boolean overMark;
    private boolean begun;
    private boolean inputPaused;
    private boolean inputEnded;
    private boolean outputEnding;
    private boolean outputEnded;
    private boolean closing;
    private boolean resetUnnoticed;
    private boolean over;
    private boolean aborted;
    private @Nullable By endedBy;
    private @Nullable Throwable cause;
    private @Nullable Timer patience;
    private long openedNanos;
    private long bytesReceived;
    private long bytesSent;
    private long sentAtLastCheck;

    MemoryConnection(EventLoop loop, Ends ends, WriteMarks marks, int windowBytes) {
        this.loop = loop;
        this.local = ends.local();
        this.peer = ends.peer();
        this.marks = marks;
        this.windowBytes = windowBytes;
        this.credit = windowBytes;
    }

    /** The addresses of one end, as it sees them. */
    record Ends(Address local, Address peer) {
        Ends reversed() {
            return new Ends(peer, local);
        }
    }

    /** Sets what takes messages to the other end, before anything else is done. */
    void wire(Wire way) {
        wire = way;
    }

    /** Sets what is run, in the turn that ends this connection; before {@link #begin}. */
    void whenOver(Runnable task) {
        whenOver = task;
    }

    /** Tells what is above that the way is open, and begins to deliver. */
    void begin() {
        openedNanos = loop.nanoTime();
        if (over) {
            return;
        }
        begun = true;
        try {
            above.connectionMade();
        } catch (Throwable failure) {
            abort(failure);
        }
        deliverLater();
    }

    /** The reactor shuts down. */
    void shutDown() {
        end(By.REACTOR, null, true);
    }

    /** A device on the way resets the connection for both ends. */
    void cut() {
        if (wire instanceof SimulatedWire simulated) {
            simulated.cut();
        }
    }

    /** Takes a message from the other end. */
    void receive(Message message) {
        if (over) {
            if (message instanceof Message.Data) {
                send(new Message.Reset());
            }
        } else if (message instanceof Message.Reset) {
            resetByPeer();
        } else if (message instanceof Message.Credit granted) {
            credit += granted.bytes();
            flush();
        } else {
            inbox.add(message);
            if (!deliveryScheduled) {
                deliver();
            }
        }
    }

    @Override
    public void carry(Protocol protocol) {
        above = protocol;
    }

    @Override
    public void write(ByteBuffer data) {
        if (outputEnding || over) {
            data.position(data.limit());
            return;
        }
        pending.add(data);
        if (pending.length() > marks.highBytes()) {
            sendPending();
        }
        flushLater();
        if (!overMark && pending.length() > marks.highBytes()) {
            overMark = true;
            above.writePaused();
        }
    }

    /** Never called: the connection sends files chunk by chunk through {@link #write}. */
    @Override
    public Deferred<Long> sendFile(FileChannel file, long position, long count) {
        throw new IllegalStateException("files are sent by the connection");
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
            // What still comes is taken and dropped: unread bytes would turn the end into a reset.
            deliverLater();
            if (!outputEnded) {
                sentAtLastCheck = bytesSent;
                patience = loop.after(CLOSE_PATIENCE, this::checkProgress);
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
            if (pending.isEmpty()) {
                outputDone();
            } else {
                flushLater();
            }
        }
    }

    @Override
    public void pauseReading() {
        inputPaused = true;
    }

    @Override
    public void resumeReading() {
        inputPaused = false;
        deliverLater();
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
        if (type == TcpSocket.class && local instanceof TcpAddress) {
            return Optional.of(type.cast(this));
        }
        return type == Traffic.class ? Optional.of(type.cast(traffic())) : Optional.empty();
    }

    /** Changes nothing: nothing here waits to gather small writes. */
    @Override
    public void noDelay(boolean on) {}

    /** Changes nothing: no probes are sent. */
    @Override
    public void keepAlive(boolean on) {}

    @Override
    public String toString() {
        return local + " - " + peer;
    }

    private void send(Message message) {
        Wire way = wire;
        if (way == null) {
            throw new IllegalStateException(this + " has no wire yet");
        }
        way.send(message);
    }

    private void flushLater() {
        if (!flushScheduled) {
            flushScheduled = true;
            loop.execute(() -> {
                flushScheduled = false;
                flush();
            });
        }
    }

    /** Sends, then acts on what that changed: never from inside a protocol's own call. */
    private void flush() {
        if (over) {
            return;
        }
        if (resetUnnoticed && !pending.isEmpty()) {
            brokenByPeer();
            return;
        }
        sendPending();
        if (pending.isEmpty() && outputEnding && !outputEnded) {
            outputDone();
        }
        if (overMark && !over && pending.length() <= marks.lowBytes()) {
            overMark = false;
            tell(above::writeResumed);
        }
    }

    private void sendPending() {
        int count = Math.min(credit, pending.length());
        if (count > 0 && !resetUnnoticed) {
            credit -= count;
            bytesSent += count;
            send(new Message.Data(pending.take(count)));
        }
    }

    private void deliverLater() {
        if (!deliveryScheduled && !over) {
            deliveryScheduled = true;
            loop.execute(() -> {
                deliveryScheduled = false;
                deliver();
            });
        }
    }

    /** Passes one message on, so that others on the loop have their turn before the next. */
    private void deliver() {
        if (over || !begun || (inputPaused && !closing)) {
            return;
        }
        if (resetUnnoticed) {
            brokenByPeer();
            return;
        }
        Message message = inbox.poll();
        if (message instanceof Message.Data data) {
            dataArrived(data);
        } else if (message instanceof Message.End) {
            inputDone();
        }
        if (!inbox.isEmpty()) {
            deliverLater();
        }
    }

    private void dataArrived(Message.Data data) {
        bytesReceived += data.bytes().length();
        if (!closing) {
            tell(() -> LentBuffer.deliver(data.bytes(), above));
        }
        owedCredit += data.bytes().length();
        if (owedCredit >= Math.max(1, windowBytes / 2) && !over) {
            send(new Message.Credit(owedCredit));
            owedCredit = 0;
        }
    }

    private void inputDone() {
        inputEnded = true;
        noteEndedBy(By.PEER);
        if (!closing) {
            tell(above::inputEnded);
        }
        finishIfBothEnded();
    }

    private void tell(Runnable callback) {
        try {
            callback.run();
        } catch (Throwable failure) {
            abort(failure);
        }
    }

    private void outputDone() {
        outputEnded = true;
        send(new Message.End());
        stopPatience();
        if (closing && !inputEnded) {
            patience = loop.after(LINGER_PATIENCE, this::finish);
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
        if (bytesSent == sentAtLastCheck) {
            String problem = "after close() the peer took nothing of the last " + pending.length() + " bytes for "
                    + CLOSE_PATIENCE.toSeconds() + " s";
            end(By.PEER, new ConnectionBroken(problem, null), true);
            return;
        }
        sentAtLastCheck = bytesSent;
        patience = loop.after(CLOSE_PATIENCE, this::checkProgress);
    }

    /** Who neither reads nor sends does not notice, as with a socket; the next to try does. */
    private void resetByPeer() {
        inbox.clear();
        resetUnnoticed = true;
        if (!inputPaused || closing || !pending.isEmpty()) {
            brokenByPeer();
        }
    }

    private void brokenByPeer() {
        end(By.PEER, new ConnectionBroken("the peer reset the connection", null), true);
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
        pending.clear();
        inbox.clear();
        if (reset && !resetUnnoticed) {
            send(new Message.Reset());
        }
        whenOver.run();
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

    private Traffic traffic() {
        return new Traffic(bytesReceived, bytesSent, Duration.ofNanos(loop.nanoTime() - openedNanos));
    }
}
