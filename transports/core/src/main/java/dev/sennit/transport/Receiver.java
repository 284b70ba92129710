package dev.sennit.transport;

import dev.sennit.transport.CloseReason.Ending;
import dev.sennit.transport.CloseReason.Phase;
import dev.sennit.transport.error.ConnectionBrokenException;
import java.lang.System.Logger;
import java.nio.ByteBuffer;
import java.util.Optional;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * The upward half of a connection: what the topmost carrier calls, and the one place where {@link Protocol}'s rules are
 * kept, over any carrier and any layers: one {@code connectionMade}, one {@code connectionLost}, the end of input once,
 * nothing while paused or after closing, pressure by turns, and no exception past it.
 *
 * <p>Everything is for the loop but {@link #protocol}, {@link #takesCalls} and {@link #isOverMark}.
 */
final class Receiver implements Protocol {
    private static final Logger LOG = System.getLogger(Connection.class.getName());

    /** Ends the texts for {@link #fail}, which are constants: they are needed where no memory may be left. */
    static final String ABORTED = " threw; the connection is aborted";

    private final Connection connection;
    private final Startup<?> startup;
    private final InputGate input = new InputGate();
    // Without a recorder the class of the event stays unused: its initialization starts JFR, which would hold up the
    // loop.
    private final @Nullable ConnectionEvent event = FlightRecorder.isInitialized() ? ConnectionEvent.begun() : null;

    // Read by other threads that ask for the protocol.
    private volatile @Nullable Protocol top;
    // Read by other threads that ask whether they may write.
    private volatile State state = State.OPENING;
    private volatile boolean carrierOverMark;
    private volatile boolean filesOverMark;
    /** A layer has yet to pass connectionMade on: it must read all the same, whatever the protocol has paused. */
    private boolean shakingHands = true;
    /** The factory is making the protocol. */
    private boolean making;
    /** The protocol is in dataReceived: what a layer pushed there unpacks at once waits for a turn of its own. */
    private boolean delivering;

    private boolean wasOpen;
    private boolean inputEnded;
    private boolean toldPaused;
    /** A drain waits for reading to go on. */
    private @Nullable Runnable whenRead;

    Receiver(Connection connection, Startup<?> startup) {
        this.connection = connection;
        this.startup = startup;
    }

    Optional<Protocol> protocol() {
        return Optional.ofNullable(top);
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    boolean isMaking() {
        return making;
    }

    /** Whether it is open, or still on its way there: neither closing nor lost. */
    boolean takesCalls() {
        State now = state;
        return now == State.OPENING || now == State.OPEN;
    }

    boolean isLost() {
        return state == State.LOST;
    }

    boolean isReading() {
        return state == State.OPEN && !input.isPaused();
    }

    /** Whether more waits to be sent than the high mark. From any thread. */
    boolean isOverMark() {
        return carrierOverMark || filesOverMark;
    }

    boolean isCarrierOverMark() {
        return carrierOverMark;
    }

    /** Only the end is heard from now on. */
    void silence() {
        state = State.CLOSING;
        boolean kept = input.keptBytes() > 0;
        input.drop();
        if (kept) {
            countKept();
        }
    }

    void pauseReading() {
        if (!input.isPausedByProtocol()) {
            input.pausedByProtocol(true);
            pauseBelow();
        }
    }

    void resumeReading() {
        if (input.isPausedByProtocol()) {
            input.pausedByProtocol(false);
            reconsiderReading();
        }
    }

    void unread(ByteBuffer received) {
        if (state == State.OPEN) {
            input.keepFirst(received);
            countKept();
            reconsiderReading();
        }
    }

    private void countKept() {
        connection.below().memory().receiverKeeps(input.keptBytes());
    }

    /** A layer is about to be pushed: what is below may be read for it, whatever the protocol has paused. */
    void beforePush() {
        shakingHands = true;
        if (input.isPaused()) {
            connection.below().resumeReading();
        }
    }

    /** Starts a layer that was pushed when all below was open, with what was received for it. */
    void startLayer(Layer layer, ByteBuffer received) {
        input.keepFirst(received);
        ByteBuffer early = input.takeKept();
        if (early.hasRemaining()) {
            countKept();
        }
        boolean ended = inputEnded;
        // One not heard yet is the layer's to pass on.
        inputEnded = ended && !input.takeEnd();
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

    /** Puts another protocol in the running one's place. */
    void replace(ProtocolFactory<?> next, ByteBuffer received) {
        Protocol old = top;
        if (state != State.OPEN || old == null) {
            return;
        }
        Protocol made;
        try {
            made = Startup.made(next, connection);
        } catch (Throwable failure) {
            fail("making the next protocol" + ABORTED, failure);
            return;
        }
        boolean refused = made instanceof Refusal;
        top = refused ? null : made;
        Traffic traffic = connection.feature(Traffic.class).orElse(Traffic.NONE);
        callLost(old, new CloseReason.HandedOver(new Ending(CloseReason.By.US, Phase.OPEN, traffic)));
        if (refused) {
            connection.close();
            return;
        }
        if (received.hasRemaining()) {
            input.keepFirst(received);
            countKept();
        }
        if (inputEnded) {
            input.keepEnd();
        }
        input.pausedByProtocol(false);
        input.pausedByMarks(false);
        toldPaused = false;
        begin(made);
        reconsiderReading();
    }

    /** What waits behind files has become too much, or little enough again. */
    void filesOverMark(boolean over) {
        filesOverMark = over;
        reconsiderPressure();
        connection.pressureFell();
    }

    /**
     * Ends this connection, and only this one, for what a callback threw. The report comes first, so that it stands in the
     * log before others hear; but where memory is short, what ends here must free some before.
     *
     * @param what a constant, for the log
     */
    void fail(String what, Throwable failure) {
        boolean freesFirst = failure instanceof OutOfMemoryError;
        if (!freesFirst) {
            FaultLog.report(LOG, connection, what, failure);
        }
        try {
            end(failure);
        } finally {
            if (freesFirst) {
                FaultLog.report(LOG, connection, what, failure);
            }
        }
    }

    private void end(Throwable failure) {
        if (connection.loop() instanceof LoopMember.Loop home) {
            home.suffered(failure);
        }
        try {
            startup.notOpened(connection, failure);
        } finally {
            connection.abort(failure);
        }
    }

    @Override
    public void connectionMade() {
        if (!takesCalls()) {
            return;
        }
        shakingHands = false;
        if (input.isPaused()) {
            connection.below().pauseReading();
        }
        if (state != State.OPENING || making) {
            return;
        }
        Startup.Made made;
        making = true;
        try {
            made = startup.make(connection);
        } catch (Throwable failure) {
            fail("the factory" + ABORTED, failure);
            return;
        } finally {
            making = false;
        }
        if (made.protocol() instanceof Refusal refusal) {
            startup.notOpened(connection, EarlyEnd.refused(refusal, connection.peer()));
            connection.close();
        } else if (state == State.OPENING) {
            top = made.protocol();
            state = State.OPEN;
            wasOpen = true;
            begin(made.protocol());
            made.announce().run();
        }
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        Protocol protocol = top;
        if (state != State.OPEN || protocol == null) {
            return;
        }
        if (!input.isOpen() || delivering) {
            input.keep(data);
            countKept();
            return;
        }
        delivering = true;
        try {
            protocol.dataReceived(data);
        } catch (Throwable failure) {
            fail("dataReceived" + ABORTED, failure);
        } finally {
            delivering = false;
        }
        if (input.keepsAnything()) {
            reconsiderReading();
        }
    }

    @Override
    public boolean inputEnded() {
        if (state == State.OPENING) {
            connection.close();
        } else if (state == State.OPEN && !inputEnded) {
            // A layer may have said so before its carrier did.
            inputEnded = true;
            if (!input.isOpen() || delivering) {
                input.keepEnd();
            } else {
                tellInputEnded();
            }
        }
        return true;
    }

    @Override
    public boolean writePaused() {
        carrierOverMark = true;
        connection.pauseFiles(true);
        reconsiderPressure();
        return true;
    }

    @Override
    public void writeResumed() {
        carrierOverMark = false;
        connection.pauseFiles(false);
        reconsiderPressure();
        connection.pressureFell();
    }

    @Override
    public boolean drainRequested() {
        Protocol protocol = top;
        try {
            if (protocol == null || state != State.OPEN) {
                // A handshake may be complete with what has arrived.
                afterArrived(() -> closeDrained(null));
            } else if (!protocol.drainRequested() && top == protocol) {
                afterArrived(() -> closeDrained(protocol));
            }
        } catch (Throwable failure) {
            fail("drainRequested" + ABORTED, failure);
        }
        return true;
    }

    /** Closes, unless there is a protocol by now that has not been asked. */
    private void closeDrained(@Nullable Protocol asked) {
        if (state == State.OPEN && top != asked) {
            drainRequested();
        } else {
            connection.close();
        }
    }

    private void afterArrived(Runnable then) {
        connection.below().afterArrived(() -> {
            if (state == State.OPEN && !input.isOpen()) {
                whenRead = then;
            } else {
                then.run();
            }
        });
    }

    @Override
    public void connectionLost(CloseReason reason) {
        if (state == State.LOST) {
            return;
        }
        state = State.LOST;
        int kept = input.keptBytes();
        input.drop();
        CloseReason told =
                wasOpen ? EarlyEnd.withUnused(reason, kept + unusedByProtocol()) : EarlyEnd.whileOpening(reason);
        connection.failWaiting(
                told instanceof CloseReason.Broken broken
                        ? broken.cause()
                        : new ConnectionBrokenException("the connection ended first", null));
        Protocol protocol = top;
        if (protocol != null) {
            callLost(protocol, told);
        } else {
            startup.notOpened(connection, EarlyEnd.cause(told, connection.peer()));
        }
        startup.ended(connection, told);
        if (event != null) {
            event.ended(connection, protocol, told);
        }
    }

    private long unusedByProtocol() {
        Protocol protocol = top;
        try {
            return protocol == null ? 0 : Math.max(0, protocol.unusedBytes());
        } catch (Throwable failure) {
            FaultLog.report(LOG, connection + ": unusedBytes threw", failure);
            return 0;
        }
    }

    private void begin(Protocol made) {
        try {
            made.connectionMade();
        } catch (Throwable failure) {
            fail("connectionMade" + ABORTED, failure);
        }
        reconsiderPressure();
    }

    private void callLost(Protocol lost, CloseReason reason) {
        try {
            lost.connectionLost(reason);
        } catch (Throwable failure) {
            if (connection.loop() instanceof LoopMember.Loop home) {
                home.suffered(failure);
            }
            FaultLog.report(LOG, connection, "connectionLost threw", failure);
        }
    }

    /** Not while a layer shakes hands: the pause is the protocol's, and waits until the way is open. */
    private void pauseBelow() {
        if (!shakingHands && takesCalls()) {
            connection.below().pauseReading();
        }
    }

    private void reconsiderReading() {
        if (input.isPaused() || !takesCalls()) {
            return;
        }
        if (input.keepsAnything()) {
            // Nothing newer is read while this waits; two turns asked for are as good as one.
            pauseBelow();
            connection.loop().execute(this::deliverKept);
        } else {
            connection.below().resumeReading();
            Runnable waiting = whenRead;
            if (waiting != null) {
                whenRead = null;
                afterArrived(waiting);
            }
        }
    }

    private void deliverKept() {
        if (input.isPaused() || state != State.OPEN) {
            return;
        }
        ByteBuffer kept = input.takeKept();
        if (kept.hasRemaining()) {
            countKept();
            input.deliveryBegins(kept);
            dataReceived(kept);
            input.deliveryEnds();
        } else if (input.takeEnd()) {
            tellInputEnded();
        }
        reconsiderReading();
    }

    private void tellInputEnded() {
        Protocol protocol = top;
        if (protocol == null) {
            return;
        }
        try {
            // One that put another in its own place has no say any more.
            if (!protocol.inputEnded() && top == protocol) {
                connection.close();
            }
        } catch (Throwable failure) {
            fail("inputEnded" + ABORTED, failure);
        }
    }

    private void reconsiderPressure() {
        Protocol protocol = top;
        boolean over = carrierOverMark || filesOverMark;
        if (state != State.OPEN || protocol == null || over == toldPaused) {
            return;
        }
        toldPaused = over;
        try {
            if (!over) {
                input.pausedByMarks(false);
                protocol.writeResumed();
                reconsiderReading();
            } else if (!protocol.writePaused() && state == State.OPEN && top == protocol) {
                input.pausedByMarks(true);
                pauseBelow();
            }
        } catch (Throwable failure) {
            fail(over ? "writePaused" + ABORTED : "writeResumed" + ABORTED, failure);
        }
    }

    private enum State {
        OPENING,
        OPEN,
        CLOSING,
        LOST
    }
}
