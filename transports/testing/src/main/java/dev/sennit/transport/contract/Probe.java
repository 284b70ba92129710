package dev.sennit.transport.contract;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A protocol that plays a script, notes what it hears, and watches over the rules: order of callbacks, thread, silence
 * while paused and after closing, marks by turns. What it finds goes to the witness, and fails the test.
 *
 * <p>Its events are: made, data (once for a run of several), inputEnded, paused, resumed, drain, lost.
 *
 * <p>What it answers about itself may be asked from any thread.
 */
public final class Probe extends WatchedProbe implements Protocol {
    private final Transport transport;
    private final Script script;
    private final ByteQueue received = new ByteQueue();
    private boolean closed;

    Probe(Transport transport, Script script, Witness witness) {
        super(witness);
        this.transport = transport;
        this.script = script;
    }

    /** What it writes to. Its own methods of the same names keep watch better. */
    public Transport transport() {
        return transport;
    }

    /** Everything received. */
    public Bytes received() {
        return guarded(() -> received.peek(received.length()));
    }

    public long receivedBytes() {
        return guarded(() -> received.length());
    }

    public boolean isLost() {
        return heard("lost");
    }

    public void write(Bytes bytes) {
        transport.write(bytes);
    }

    public void write(String text) {
        write(Bytes.utf8(text));
    }

    /** Writes, and closes behind it. */
    public void writeAndClose(Bytes bytes) {
        write(bytes);
        close();
    }

    /** Writes, and ends the output behind it. */
    public void writeAndEnd(Bytes bytes) {
        write(bytes);
        transport.endOutput();
    }

    public void close() {
        ending(Transport::close);
    }

    public void abort() {
        ending(Transport::abort);
    }

    public void pause() {
        transport.pauseReading();
        silent = transport.loop().isCurrent();
    }

    public void resume() {
        if (transport.loop().isCurrent()) {
            silent = false;
        }
        call(Transport::resumeReading);
    }

    @Override
    public void connectionMade() {
        note("made", events::isEmpty, "connectionMade must come first and once");
        run(() -> script.made.accept(this));
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        witness.check(data.isReadOnly(), "P3: the buffer lent to dataReceived must be read-only");
        witness.check(data.hasRemaining(), "dataReceived must bring at least one byte");
        witness.check(!silent, "P6: dataReceived came while reading was paused");
        witness.check(!heard("inputEnded"), "dataReceived came after inputEnded");
        Bytes bytes = Bytes.copyOf(data);
        synchronized (witness) {
            received.add(bytes);
            if (!events.isEmpty() && events.get(events.size() - 1).equals("data")) {
                events.remove(events.size() - 1);
            }
        }
        note("data", () -> !closed, "P5: dataReceived came after close() or abort()");
        run(() -> script.data.accept(this, bytes));
    }

    @Override
    public boolean inputEnded() {
        witness.check(!silent, "P6: inputEnded came while reading was paused");
        note("inputEnded", () -> !closed && !events.contains("inputEnded"), "inputEnded came twice or after closing");
        return ask(() -> script.inputEnded.test(this));
    }

    @Override
    public boolean writePaused() {
        witness.check(!pausedByMarks, "T6: writePaused came twice in a row");
        pausedByMarks = true;
        note("paused", () -> !closed, "P5: writePaused came after closing");
        // The one callback that may come from inside another: write() can be where the mark is crossed.
        return script.paused.test(this);
    }

    @Override
    public void writeResumed() {
        witness.check(pausedByMarks, "T6: writeResumed came without writePaused");
        pausedByMarks = false;
        note("resumed", () -> !closed, "P5: writeResumed came after closing");
        run(() -> script.resumed.accept(this));
    }

    @Override
    public boolean drainRequested() {
        note("drain", () -> !closed, "P5: drainRequested came after closing");
        return ask(() -> script.drain.test(this));
    }

    @Override
    public void connectionLost(CloseReason why) {
        witness.check(!inCall, "P5: connectionLost came from inside a call of the protocol's own");
        synchronized (witness) {
            reason = why;
        }
        note("lost", () -> !events.isEmpty() && !events.contains("lost"), "connectionLost must come once, after made");
        if (why instanceof CloseReason.HandedOver) {
            // The one end that a protocol brings about from inside its own callback.
            script.lost.accept(this, why);
        } else {
            run(() -> script.lost.accept(this, why));
        }
    }

    @Override
    public String toString() {
        return "Probe" + events();
    }

    private void ending(Consumer<Transport> how) {
        if (transport.loop().isCurrent()) {
            closed = true;
        }
        call(how);
    }

    private void call(Consumer<Transport> how) {
        boolean before = inCall;
        inCall = transport.loop().isCurrent();
        try {
            how.accept(transport);
        } finally {
            inCall = before;
        }
    }

    private void note(String event, BooleanSupplier allowed, String rule) {
        witness.check(transport.loop().isCurrent(), "P2: " + event + " came on another thread than the loop's");
        synchronized (witness) {
            witness.check(allowed.getAsBoolean(), rule + "; " + event + " after " + events);
            witness.check(event.equals("lost") || !events.contains("lost"), "P1: " + event + " came after lost");
            events.add(event);
            witness.notifyAll();
        }
    }

    private void run(Runnable action) {
        ask(() -> {
            action.run();
            return true;
        });
    }

    private boolean ask(BooleanSupplier action) {
        witness.check(!inCallback, "P2: a callback came from inside another: " + events());
        inCallback = true;
        try {
            return action.getAsBoolean();
        } finally {
            inCallback = false;
            witness.changed();
        }
    }
}
