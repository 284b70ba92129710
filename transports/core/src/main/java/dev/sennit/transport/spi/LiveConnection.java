package dev.sennit.transport.spi;

import dev.sennit.transport.Carrier;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.CloseReason.Ending;
import dev.sennit.transport.CloseReason.Phase;
import dev.sennit.transport.Connection;
import dev.sennit.transport.Layer;
import dev.sennit.transport.LoopMember;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Refusal;
import dev.sennit.transport.Traffic;
import dev.sennit.transport.Transport;
import dev.sennit.transport.error.ConnectionBrokenException;
import dev.sennit.transport.spi.InputFlow.Answer;
import dev.sennit.transport.spi.Pressure.Source;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * A connection, which is a transport to its protocol and a protocol to what is below it. It is the one place where the rules
 * of {@link Protocol} and {@link Transport} are kept, over any carrier and any layers. What a call does is decided by
 * {@link Life}, {@link InputFlow} and {@link Pressure}; each has a table of its answers as its test.
 *
 * <p>The methods of {@link Protocol} and those without a comment on threads are for the loop.
 *
 * @param <P> the protocol of the factory
 */
public final class LiveConnection<P extends Protocol> extends ConnectionCalls implements Protocol {
    private final ConnectionObserver<? super P> observer;
    /** Null once the observer was told how the beginning went. */
    private @Nullable ProtocolFactory<P> factory;
    // Read by other threads that ask for the protocol.
    private volatile @Nullable Protocol top;
    private @Nullable Drain drain;

    private LiveConnection(Carrier bottom, ProtocolFactory<P> factory, ConnectionObserver<? super P> observer) {
        super(bottom);
        this.factory = factory;
        this.observer = observer;
    }

    /**
     * Puts a connection on a carrier that has just been opened, and lets the factory push its first layers. The carrier
     * then calls {@code connectionMade} on what it carries. Called on the loop, by the opener of the carrier.
     */
    public static <P extends Protocol> Connection open(
            Carrier bottom, ProtocolFactory<P> factory, ConnectionObserver<? super P> observer) {
        return on(bottom, factory, observer);
    }

    static <P extends Protocol> ConnectionCalls on(
            Carrier bottom, ProtocolFactory<P> factory, ConnectionObserver<? super P> observer) {
        // Without a recorder the class of the event stays unused: its initialization starts JFR, and that would
        // hold up the loop.
        ConnectionObserver<? super P> observers =
                FlightRecorder.isInitialized() ? ConnectionEvent.recording(observer) : observer;
        LiveConnection<P> connection = new LiveConnection<>(bottom, factory, observers);
        bottom.carry(connection);
        try {
            factory.prepare(connection);
        } catch (Throwable failure) {
            connection.fail("preparing the stack" + ABORTED, failure);
        }
        return connection;
    }

    // Changes of the stack.

    @Override
    public void push(Layer layer, ByteBuffer received) {
        requireLoop("push");
        if (pump != null) {
            throw new IllegalStateException("a layer cannot be pushed while a file is being sent");
        }
        if (life() == Life.MAKING) {
            throw new IllegalStateException(
                    "a layer cannot be pushed in protocolFor; push it in prepare, or from connectionMade on");
        }
        boolean starts = isOpen() && !isHandshaking();
        if (!starts && received.hasRemaining()) {
            throw new IllegalStateException(
                    "bytes cannot be given to a layer that is pushed before the one below has finished its handshake");
        }
        handshaking(true);
        // Also where the protocol has not paused it: the carrier is paused while kept input waits.
        below.resumeReading();
        layer.insert(below, this);
        below = layer;
        if (isOver(Source.CARRIER)) {
            layer.writePaused();
        }
        if (starts) {
            start(layer, received);
        }
    }

    /** Starts a layer that was pushed when all below was open, with what was received for it. */
    private void start(Layer layer, ByteBuffer received) {
        keepInputFirst(received);
        ByteBuffer early = takeInput();
        if (early.hasRemaining()) {
            countKept();
        }
        boolean ended = passInputEnd();
        try {
            layer.connectionMade();
            if (early.hasRemaining()) {
                layer.dataReceived(early);
            }
            if (ended) {
                layer.inputEnded();
            }
        } catch (Throwable failure) {
            fail("starting a layer" + ABORTED, failure);
        }
    }

    @Override
    public void replace(ProtocolFactory<?> next, ByteBuffer received) {
        requireLoop("replace");
        Protocol old = top;
        if (!isOpen() || old == null) {
            return;
        }
        Protocol made;
        try {
            made = made(next);
        } catch (Throwable failure) {
            fail("making the next protocol" + ABORTED, failure);
            return;
        }
        boolean refused = made instanceof Refusal;
        top = null;
        Traffic traffic = feature(Traffic.class).orElse(Traffic.NONE);
        callLost(old, new CloseReason.HandedOver(new Ending(CloseReason.By.US, Phase.OPEN, traffic)));
        if (refused) {
            close();
        }
        if (!isOpen()) {
            return;
        }
        top = made;
        if (received.hasRemaining()) {
            keepInputFirst(received);
            countKept();
        }
        if (hasInputEnded()) {
            keepInputEnd();
        }
        resumeInput();
        forgetToldPressure();
        begin(made);
        reconsiderReading();
    }

    @Override
    public void unread(ByteBuffer received) {
        requireLoop("unread");
        if (isOpen()) {
            keepInputFirst(received);
            countKept();
            reconsiderReading();
        }
    }

    @Override
    public Optional<Protocol> protocol() {
        return Optional.ofNullable(top);
    }

    @Nullable
    Protocol top() {
        return top;
    }

    @Override
    public void pauseReading() {
        if (!loop().isCurrent()) {
            moveToLoop(this::pauseReading);
        } else if (pausedByProtocol(true)) {
            pauseBelow();
        }
    }

    @Override
    public void resumeReading() {
        if (!loop().isCurrent()) {
            moveToLoop(this::resumeReading);
        } else if (pausedByProtocol(false)) {
            reconsiderReading();
        }
    }

    @Override
    public boolean isReading() {
        return isOpen() && !isInputPaused();
    }

    // What comes from below.

    @Override
    public void connectionMade() {
        if (!life().takesCalls()) {
            return;
        }
        handshaking(false);
        if (isInputPaused()) {
            below.pauseReading();
        }
        ProtocolFactory<P> making = factory;
        if (making == null || !enter(life().making())) {
            return;
        }
        P made;
        try {
            made = made(making);
        } catch (Throwable failure) {
            fail("the factory" + ABORTED, failure);
            return;
        }
        if (made instanceof Refusal refusal) {
            tellNotOpened(ConnectAttempt.Failures.refused(refusal, peer()));
            close();
        } else if (enter(life().opened())) {
            top = made;
            begin(made);
            if (factory != null) {
                factory = null;
                observer.opened(this, made);
            }
        }
    }

    /** Returns the factory's next protocol, which it may not keep back. */
    private <Q extends Protocol> Q made(ProtocolFactory<Q> by) {
        return Objects.requireNonNull(
                by.protocolFor(this), "the factory returned null, wanted a protocol or a Refusal");
    }

    private void begin(Protocol made) {
        try {
            made.connectionMade();
        } catch (Throwable failure) {
            fail("connectionMade" + ABORTED, failure);
        }
        tellPressure();
    }

    private void tellNotOpened(Throwable cause) {
        if (factory != null) {
            factory = null;
            observer.notOpened(this, cause);
        }
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        Protocol protocol = top;
        if (!isOpen() || protocol == null) {
            return;
        }
        if (inputArriving() == Answer.KEEP) {
            keepInput(data);
            countKept();
            return;
        }
        delivering(true);
        try {
            protocol.dataReceived(data);
        } catch (Throwable failure) {
            fail("dataReceived" + ABORTED, failure);
        } finally {
            delivering(false);
        }
        if (keepsInput()) {
            reconsiderReading();
        }
    }

    @Override
    public boolean inputEnded() {
        if (!isOpen()) {
            close();
        } else if (endInput()) {
            if (inputArriving() == Answer.KEEP) {
                keepInputEnd();
            } else {
                tellInputEnded();
            }
        }
        return true;
    }

    private void tellInputEnded() {
        Protocol protocol = top;
        if (protocol == null) {
            return;
        }
        try {
            // A protocol that put another in its place has no say any more.
            if (!protocol.inputEnded() && top == protocol) {
                close();
            }
        } catch (Throwable failure) {
            fail("inputEnded" + ABORTED, failure);
        }
    }

    @Override
    public boolean writePaused() {
        overMark(Source.CARRIER, true);
        return true;
    }

    @Override
    public void writeResumed() {
        overMark(Source.CARRIER, false);
    }

    @Override
    void overMark(Source source, boolean over) {
        setPressure(source, over);
        if (source == Source.CARRIER && pump != null) {
            pump.pause(over);
        }
        tellPressure();
        reconsiderWriters();
    }

    @Override
    public void connectionLost(CloseReason reason) {
        boolean opened = life().hasOpened();
        if (!enter(life().lost())) {
            return;
        }
        int kept = keptInputBytes();
        dropKeptInput();
        CloseReason told = opened
                ? ConnectAttempt.Failures.withUnused(reason, kept + unusedByProtocol())
                : ConnectAttempt.Failures.whileOpening(reason);
        Supplier<Throwable> cause = () -> told instanceof CloseReason.Broken broken
                ? broken.cause()
                : new ConnectionBrokenException("the connection ended first", null);
        if (pump != null) {
            pump.fail(cause.get());
        }
        endWrites(cause);
        Protocol protocol = top;
        if (protocol != null) {
            callLost(protocol, told);
        } else {
            tellNotOpened(ConnectAttempt.Failures.cause(told, peer()));
        }
        observer.ended(this, told);
    }

    private long unusedByProtocol() {
        Protocol protocol = top;
        try {
            return protocol == null ? 0 : Math.max(0, protocol.unusedBytes());
        } catch (Throwable failure) {
            FaultLog.report(LOG, this + ": unusedBytes threw", failure);
            return 0;
        }
    }

    private void callLost(Protocol lost, CloseReason reason) {
        try {
            lost.connectionLost(reason);
        } catch (Throwable failure) {
            tellLoop(failure);
            FaultLog.report(LOG, this, "connectionLost threw", failure);
        }
    }

    // A drain.

    @Override
    void requestDrain() {
        try {
            drain().request();
        } catch (Throwable failure) {
            fail("drainRequested" + ABORTED, failure);
        }
    }

    @Override
    public boolean drainRequested() {
        try {
            drain().reachedProtocol();
        } catch (Throwable failure) {
            fail("drainRequested" + ABORTED, failure);
        }
        return true;
    }

    private Drain drain() {
        Drain known = drain;
        if (known == null) {
            known = new Drain(this);
            drain = known;
        }
        return known;
    }

    // What the parts leave to be done.

    /** Not while a layer's handshake reads: the pause is the protocol's. */
    private void pauseBelow() {
        if (!isHandshaking() && life().takesCalls()) {
            below.pauseReading();
        }
    }

    private void reconsiderReading() {
        if (!life().takesCalls()) {
            return;
        }
        switch (inputNext()) {
            case DELIVER -> {
                // Nothing newer is read while this waits; two turns asked for are as good as one.
                pauseBelow();
                loop().execute(this::deliverKept);
            }
            case READ -> {
                below.resumeReading();
                if (drain != null) {
                    drain.readOn();
                }
            }
            case KEEP, STOP -> {}
        }
    }

    private void deliverKept() {
        if (!isOpen() || inputNext() == Answer.STOP) {
            return;
        }
        ByteBuffer kept = takeInput();
        if (kept.hasRemaining()) {
            countKept();
            deliveryBegins(kept);
            dataReceived(kept);
            deliveryEnds();
        } else if (takeInputEnd()) {
            tellInputEnded();
        }
        reconsiderReading();
    }

    @Override
    void dropInput() {
        if (dropKeptInput()) {
            countKept();
        }
    }

    private void countKept() {
        below.memory().receiverKeeps(keptInputBytes());
    }

    private void tellPressure() {
        Protocol protocol = top;
        if (!isOpen() || protocol == null) {
            return;
        }
        Pressure.Change change = nextPressure();
        try {
            switch (change) {
                case RESUME -> {
                    pausedByMarks(false);
                    protocol.writeResumed();
                    reconsiderReading();
                }
                case PAUSE -> {
                    if (!protocol.writePaused() && isOpen() && top == protocol) {
                        pausedByMarks(true);
                        pauseBelow();
                    }
                }
                case NONE -> {}
            }
        } catch (Throwable failure) {
            fail(change == Pressure.Change.PAUSE ? "writePaused" + ABORTED : "writeResumed" + ABORTED, failure);
        }
    }

    /**
     * Ends this connection, and only this one, for what a callback threw. The report comes first, so that it stands in the
     * log before others hear; but where memory is short, what ends here must free some before.
     *
     * @param what a constant, for the log
     */
    @Override
    void fail(String what, Throwable failure) {
        boolean freesFirst = failure instanceof OutOfMemoryError;
        if (!freesFirst) {
            FaultLog.report(LOG, this, what, failure);
        }
        try {
            tellLoop(failure);
            try {
                tellNotOpened(failure);
            } finally {
                abort(failure);
            }
        } finally {
            if (freesFirst) {
                FaultLog.report(LOG, this, what, failure);
            }
        }
    }

    private void tellLoop(Throwable failure) {
        if (loop() instanceof LoopMember.Loop home) {
            home.suffered(failure);
        }
    }

    /** The protocol and the two ends, for logs. */
    @Override
    public String toString() {
        String name = protocol().map(ConnectionCalls::nameOf).orElse("connection");
        return name + " " + local() + " - " + peer();
    }
}
