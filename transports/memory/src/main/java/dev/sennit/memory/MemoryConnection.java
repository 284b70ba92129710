package dev.sennit.memory;

import dev.sennit.transport.Address;
import dev.sennit.transport.CarrierLife;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.CloseTimeout;
import dev.sennit.transport.CountedCarrier;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.LoopMember;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Refusal;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.TcpSocket;
import dev.sennit.transport.Traffic;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.error.ConnectionBrokenException;
import dev.sennit.transport.error.LimitExceededException;
import java.nio.ByteBuffer;
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
final class MemoryConnection extends CountedCarrier implements LoopMember, TcpSocket {
    /** Bytes under way or unread, each way. */
    static final int WINDOW_BYTES = 64 * 1024;

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LINGER_TIMEOUT = Duration.ofSeconds(2);

    private final EventLoop loop;
    private final Address local;
    private final Address peer;
    private final WaterMarks marks;
    private final CarrierLife life;
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
    private boolean pausedForMemory;
    private boolean resetUnnoticed;
    private @Nullable CloseTimeout timeout;
    private @Nullable Runnable whenDelivered;
    /** Messages to deliver before {@link #whenDelivered} is called. */
    private int arrivedLeft;

    MemoryConnection(EventLoop loop, Ends ends, WaterMarks marks, int windowBytes) {
        this.loop = loop;
        this.life = new CarrierLife(loop, pending::length);
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
        if (life.isOver()) {
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
        loopEnds(null);
    }

    @Override
    public void loopEnds(@Nullable Throwable failure) {
        abort(By.REACTOR, failure == null ? null : new ConnectionBrokenException("its loop broke", failure));
    }

    /** A device on the way resets the connection for both ends. */
    void cut() {
        if (wire instanceof SimulatedWire simulated) {
            simulated.cut();
        }
    }

    /** Takes a message from the other end. */
    void receive(Message message) {
        if (life.isOver()) {
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
    public void afterArrived(Runnable then) {
        arrivedLeft = inbox.size();
        whenDelivered = then;
        if (pausedForMemory) {
            deliverLater();
        }
        loop.execute(this::tellDelivered);
    }

    @Override
    public void write(ByteBuffer data) {
        if (!life.takesOutput()) {
            data.position(data.limit());
            return;
        }
        pending.add(data);
        if (pending.length() > marks.highBytes()) {
            sendPending();
            holdsUnsent(pending.length());
        }
        flushLater();
        if (!life.isOver() && !overMark && pending.length() > marks.highBytes()) {
            overMark = true;
            above.writePaused();
        }
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
            // What still comes is taken and dropped: unread bytes would turn the end into a reset.
            deliverLater();
            if (!life.isOutputEnded()) {
                timeout = CloseTimeout.untilSent(
                        loop, CLOSE_TIMEOUT, life, pending::length, stalled -> abort(By.PEER, stalled));
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
    public void pauseForMemory(boolean paused) {
        pausedForMemory = paused;
        deliverLater();
    }

    @Override
    public void abortForMemory(LimitExceededException cause) {
        abort(By.REACTOR, cause);
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
        if (type == TcpSocket.class && local instanceof TcpAddress) {
            return Optional.of(type.cast(this));
        }
        if (type == WaterMarks.class) {
            return Optional.of(type.cast(marks));
        }
        return type == Traffic.class ? Optional.of(type.cast(life.traffic())) : Optional.empty();
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
        if (life.isOver()) {
            return;
        }
        if (resetUnnoticed && !pending.isEmpty()) {
            brokenByPeer();
            return;
        }
        sendPending();
        holdsUnsent(pending.length());
        if (pending.isEmpty() && life.isOutputEnding() && !life.isOutputEnded()) {
            outputDone();
        }
        if (overMark && !life.isOver() && pending.length() <= marks.lowBytes()) {
            overMark = false;
            tell(above::writeResumed);
        }
    }

    private void sendPending() {
        int count = Math.min(credit, pending.length());
        if (count > 0 && !resetUnnoticed) {
            credit -= count;
            life.sent(count);
            send(new Message.Data(pending.take(count)));
        }
    }

    private void deliverLater() {
        if (!deliveryScheduled && !life.isOver()) {
            deliveryScheduled = true;
            loop.execute(() -> {
                deliveryScheduled = false;
                deliver();
            });
        }
    }

    /** A drain waits for what has arrived, and frees memory after it. So the budget does not hold that up. */
    private boolean isPaused() {
        return inputPaused || (pausedForMemory && whenDelivered == null);
    }

    /** Passes one message on, so that others on the loop have their turn before the next. */
    private void deliver() {
        if (life.isOver() || !begun || (isPaused() && !life.isClosing())) {
            return;
        }
        if (resetUnnoticed) {
            brokenByPeer();
            return;
        }
        Message message = inbox.poll();
        arrivedLeft--;
        if (message instanceof Message.Data data) {
            dataArrived(data);
        } else if (message instanceof Message.End) {
            inputDone();
        }
        tellDelivered();
        if (!inbox.isEmpty()) {
            deliverLater();
        }
    }

    private void tellDelivered() {
        Runnable waiting = whenDelivered;
        if (waiting != null && !life.isOver() && (arrivedLeft <= 0 || !life.takesInput())) {
            whenDelivered = null;
            tell(waiting);
        }
    }

    private void dataArrived(Message.Data data) {
        life.received(data.bytes().length());
        if (!life.isClosing()) {
            tell(() -> LentBuffer.deliver(data.bytes(), above));
        }
        owedCredit += data.bytes().length();
        if (owedCredit >= Math.max(1, windowBytes / 2) && !life.isOver()) {
            send(new Message.Credit(owedCredit));
            owedCredit = 0;
        }
    }

    private void inputDone() {
        life.inputEnded();
        if (!life.isClosing()) {
            tell(above::inputEnded);
        }
        finishOrAwaitPeer();
    }

    private void tell(Runnable callback) {
        try {
            callback.run();
        } catch (Throwable failure) {
            abort(failure);
        }
    }

    private void outputDone() {
        life.outputEnded();
        send(new Message.End());
        stopTimeout();
        finishOrAwaitPeer();
    }

    /** Finishes once the peer has ended too, or after the time that a closed connection waits for that. */
    private void finishOrAwaitPeer() {
        if (life.bothEnded()) {
            finish();
        } else if (life.isClosing() && life.isOutputEnded()) {
            timeout = CloseTimeout.untilEnded(loop, LINGER_TIMEOUT, this::finish);
        }
    }

    private void finish() {
        if (life.end()) {
            ended(false);
        }
    }

    /** Who neither reads nor sends does not notice, as with a socket; the next to try does. */
    private void resetByPeer() {
        inbox.clear();
        resetUnnoticed = true;
        if (!inputPaused || life.isClosing() || !pending.isEmpty()) {
            brokenByPeer();
        }
    }

    private void brokenByPeer() {
        abort(By.PEER, new ConnectionBrokenException("the peer reset the connection", null));
    }

    private void abort(By by, @Nullable Throwable why) {
        if (life.abort(by, why)) {
            ended(true);
        }
    }

    /** The one way out: frees everything now, and tells what is above in a later turn. */
    private void ended(boolean reset) {
        stopTimeout();
        pending.clear();
        inbox.clear();
        holdsNothing();
        if (reset && !resetUnnoticed) {
            send(new Message.Reset());
        }
        whenOver.run();
        loop.execute(() -> above.connectionLost(life.reason()));
    }

    private void stopTimeout() {
        if (timeout != null) {
            timeout.stop();
            timeout = null;
        }
    }
}
