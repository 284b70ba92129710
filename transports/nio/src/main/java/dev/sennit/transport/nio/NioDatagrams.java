package dev.sennit.transport.nio;

import dev.sennit.transport.Address;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.DatagramOptions;
import dev.sennit.transport.DatagramProtocol;
import dev.sennit.transport.DatagramTransport;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.SendLimits;
import dev.sennit.transport.Traffic;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.error.ConnectionBrokenException;
import dev.sennit.transport.error.DatagramFailedException;
import dev.sennit.transport.nio.socket.DatagramPort;
import dev.sennit.transport.nio.socket.PollHandler;
import dev.sennit.transport.nio.socket.SocketErrors;
import dev.sennit.transport.spi.CarrierLife;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One datagram socket. All but what {@link DatagramTransport} gives to every thread runs on its loop. */
final class NioDatagrams extends CarrierLife implements DatagramTransport, PollHandler, DatagramQueue.Owner {
    private static final Logger LOG = System.getLogger(NioDatagrams.class.getName());

    /** Taken in a row before the loop's other sockets have their turn. */
    private static final int RECEIVES_PER_TURN = 16;

    private final NioLoop loop;
    private final DatagramPort port;
    private final @Nullable Address peer;
    private final int receiveLimit;
    private final SendLimits limits;
    private final DatagramQueue queue;
    /** What other threads have sent and the loop has not got yet, as it counts for the limits. */
    private final AtomicLong underWay = new AtomicLong();

    private final DatagramCallbacks.UntoldFailures untold = new DatagramCallbacks.UntoldFailures();

    private @Nullable DatagramCallbacks callbacks;
    private int interest;
    private boolean readingPaused;
    private boolean overMark;
    /** The first that failed after {@code close}. */
    private @Nullable DatagramFailedException lostInClosing;

    NioDatagrams(NioLoop loop, DatagramPort port, DatagramOptions options) {
        super(loop);
        this.loop = loop;
        this.port = port;
        this.peer = options.peer().orElse(null);
        this.receiveLimit = options.receiveLimitBytes();
        this.limits = options.sending();
        this.queue = new DatagramQueue(loop, port, limits, this);
    }

    /** Puts it on its loop; nothing is received before {@link #begin}. */
    void register() throws IOException {
        loop.register(port, 0, this);
    }

    /** Tells the protocol, and begins to receive; what the protocol throws ends the socket, and comes through. */
    void begin(DatagramProtocol protocol) {
        DatagramCallbacks made = new DatagramCallbacks(loop, protocol, port.local());
        callbacks = made;
        try {
            made.opened();
        } catch (Throwable failure) {
            abort(By.US, failure);
            throw failure;
        }
        interest(wantedToRead());
    }

    @Override
    public void ready(int ops) {
        if ((ops & SelectionKey.OP_WRITE) != 0) {
            queue.roomAgain();
        }
        // Asked again: what another callback of this pass paused must stay silent.
        if ((ops & interest & SelectionKey.OP_READ) != 0) {
            receive();
        }
    }

    @Override
    public void failed(Throwable failure) {
        abort(By.US, failure);
    }

    @Override
    public void free() {
        port.close();
        queue.drop();
    }

    @Override
    public void loopEnds(@Nullable Throwable why) {
        abort(By.REACTOR, why == null ? null : new ConnectionBrokenException("its loop broke", why));
        if (why != null) {
            tellOfEnd();
        }
    }

    @Override
    public void send(ByteBuffer data, Address to) {
        if (peer != null && !peer.equals(to)) {
            throw new IllegalArgumentException("this socket's only peer is " + peer + ", not " + to);
        }
        int end = data.limit();
        if (loop.isCurrent()) {
            sendNow(data, to);
        } else {
            sendFromElsewhere(data, to);
        }
        data.position(end);
    }

    @Override
    public void send(ByteBuffer data) {
        if (peer == null) {
            throw new IllegalStateException("this socket has no peer: say where to send");
        }
        send(data, peer);
    }

    @Override
    public void close() {
        if (!loop.isCurrent()) {
            moveToLoop(this::close);
        } else if (beginClosing()) {
            interest(wantedToRead());
            endIfAllIsSent();
        }
    }

    @Override
    public void abort() {
        if (loop.isCurrent()) {
            abort(By.US, null);
        } else {
            moveToLoop(this::abort);
        }
    }

    @Override
    public void pauseReading() {
        if (loop.isCurrent()) {
            readingPaused = true;
            interest(wantedToRead());
        } else {
            moveToLoop(this::pauseReading);
        }
    }

    @Override
    public void resumeReading() {
        if (loop.isCurrent()) {
            readingPaused = false;
            interest(wantedToRead());
        } else {
            moveToLoop(this::resumeReading);
        }
    }

    @Override
    public Address local() {
        return port.local();
    }

    @Override
    public Optional<Address> peer() {
        return Optional.ofNullable(peer);
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public <T> Optional<T> feature(Class<T> type) {
        if (type == WaterMarks.class) {
            return Optional.of(type.cast(limits.marks()));
        }
        return type == Traffic.class ? Optional.of(type.cast(traffic())) : Optional.empty();
    }

    @Override
    public String toString() {
        return "datagrams of " + port.local() + (peer == null ? "" : " - " + peer);
    }

    /** Datagrams that were not sent are told one by one, and not counted. */
    @Override
    protected long unsentBytes() {
        return 0;
    }

    @Override
    public void sent(int bytes) {
        noteSent(bytes);
    }

    @Override
    public void failed(Address to, DatagramFailedException why) {
        if (isClosing()) {
            lostInClosing = lostInClosing == null ? why : lostInClosing;
        } else {
            tellLater(to, why);
        }
    }

    @Override
    public void eased() {
        if (overMark && queue.bytes() <= limits.marks().lowBytes()) {
            overMark = false;
            if (isSpokenTo()) {
                callbacks().writeResumed();
            }
        }
        if (isClosing()) {
            endIfAllIsSent();
        }
    }

    @Override
    public void awaitRoom(boolean wanted) {
        interest(wanted ? interest | SelectionKey.OP_WRITE : interest & ~SelectionKey.OP_WRITE);
    }

    private void sendNow(ByteBuffer data, Address to) {
        if (!isSpokenTo()) {
            return;
        }
        queue.send(data, to);
        // None yet while the factory itself sends.
        DatagramCallbacks told = callbacks;
        if (told != null && !overMark && queue.bytes() > limits.marks().highBytes()) {
            overMark = true;
            told.writePaused();
        }
    }

    private void sendFromElsewhere(ByteBuffer data, Address to) {
        long cost = (long) data.remaining() + SendLimits.OVERHEAD_BYTES;
        if (underWay.addAndGet(cost) > limits.bytes()) {
            underWay.addAndGet(-cost);
            DatagramFailedException why =
                    DatagramQueue.noRoom(to, "more than " + limits.bytes() + " bytes would wait for the socket's loop");
            tellLater(to, why);
            return;
        }
        ByteBuffer copy = ByteBuffer.allocate(data.remaining()).put(data).flip();
        moveToLoop(() -> {
            underWay.addAndGet(-cost);
            sendNow(copy, to);
        });
    }

    /** In a later turn: the protocol may be in the middle of a send. Any thread. */
    private void tellLater(Address to, DatagramFailedException why) {
        if (untold.add(to, why)) {
            moveToLoop(() -> untold.tell(this::tellOfFailure));
        }
    }

    private void tellOfFailure(Address to, DatagramFailedException why) {
        if (isSpokenTo()) {
            callbacks().sendFailed(to, why);
        }
    }

    private void receive() {
        for (int i = 0; i < RECEIVES_PER_TURN && isReading(); i++) {
            int length;
            try {
                length = port.receive(loop.readBuffer().limit(receiveLimit + 1));
            } catch (DatagramFailedException earlier) {
                callbacks().sendFailed(Objects.requireNonNull(peer), earlier);
                continue;
            } catch (IOException failure) {
                abort(By.NETWORK, SocketErrors.broken(failure));
                return;
            }
            if (length < 0) {
                return;
            }
            received(length, port.sender());
        }
    }

    private void received(int length, Address from) {
        noteReceived(length);
        if (length > receiveLimit) {
            String problem = "it is longer than the limit of " + receiveLimit + " bytes";
            callbacks()
                    .receiveFailed(
                            from,
                            DatagramFailedException.toReceive(
                                    from.toString(), DatagramFailedException.Kind.TOO_LONG, problem));
        } else {
            callbacks().datagramReceived(loop.lend(length), from);
        }
    }

    private boolean isSpokenTo() {
        return !isClosing() && !isOver();
    }

    private boolean isReading() {
        return !readingPaused && isSpokenTo();
    }

    private int wantedToRead() {
        return isReading() ? interest | SelectionKey.OP_READ : interest & ~SelectionKey.OP_READ;
    }

    private void endIfAllIsSent() {
        if (!queue.isEmpty() || isOver()) {
            return;
        }
        if (lostInClosing != null) {
            abort(By.NETWORK, lostInClosing);
        } else if (noteEnd()) {
            ended();
        }
    }

    private void abort(By by, @Nullable Throwable why) {
        if (noteAbort(by, why)) {
            ended();
        }
    }

    /** The one way out: frees everything now, and tells the protocol in a later turn. */
    private void ended() {
        loop.channelClosed();
        port.close();
        queue.drop();
        // The descriptor is freed by the next poll: after that the address is free again.
        loop.afterThisPass(this::tellOfEnd);
    }

    private void tellOfEnd() {
        // None where the factory made none.
        DatagramCallbacks told = callbacks;
        callbacks = null;
        if (told != null) {
            told.closed(reason());
        }
    }

    private DatagramCallbacks callbacks() {
        return Objects.requireNonNull(callbacks);
    }

    private void interest(int wanted) {
        if (wanted != interest) {
            interest = wanted;
            port.interest(wanted);
        }
    }

    private void moveToLoop(Runnable call) {
        try {
            loop.execute(call);
        } catch (RejectedExecutionException noLoop) {
            LOG.log(Level.TRACE, "a call after the end of the socket goes nowhere", noLoop);
        }
    }
}
