package dev.sennit.transport.contract;

import dev.sennit.transport.Address;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.DatagramProtocol;
import dev.sennit.transport.DatagramTransport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.DatagramFailedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A datagram protocol that notes what it hears, does what a test tells it to, and watches over the rules meanwhile: order
 * of callbacks, thread, silence while paused and after closing, marks by turns. What it finds fails the test.
 *
 * <p>What it answers about itself may be asked from any thread.
 */
public final class DatagramProbe extends WatchedProbe implements DatagramProtocol {
    private final DatagramTransport transport;
    private final BiConsumer<DatagramProbe, String> reaction;
    private final List<Bytes> received = new ArrayList<>();
    private final List<Address> senders = new ArrayList<>();
    private final List<DatagramFailedException> failures = new ArrayList<>();
    private boolean ending;

    /**
     * Makes one.
     *
     * @param reaction does something on each event: opened, data, receiveFailed, sendFailed, paused, resumed, closed
     */
    DatagramProbe(DatagramTransport transport, Witness witness, BiConsumer<DatagramProbe, String> reaction) {
        super(witness);
        this.transport = transport;
        this.reaction = reaction;
    }

    DatagramTransport transport() {
        return transport;
    }

    Address local() {
        return transport.local();
    }

    List<Bytes> received() {
        return guarded(() -> List.copyOf(received));
    }

    int receivedCount() {
        return guarded(() -> received.size());
    }

    List<Address> senders() {
        return guarded(() -> List.copyOf(senders));
    }

    List<DatagramFailedException> failures() {
        return guarded(() -> List.copyOf(failures));
    }

    /** Sends, and watches that nothing but writePaused is called meanwhile. */
    void send(Bytes data, Address to) {
        calling(() -> transport.send(data, to));
    }

    void close() {
        ending = transport.loop().isCurrent();
        calling(transport::close);
    }

    void abort() {
        ending = transport.loop().isCurrent();
        calling(transport::abort);
    }

    void pause() {
        silent = transport.loop().isCurrent();
        calling(transport::pauseReading);
    }

    void resume() {
        silent = false;
        calling(transport::resumeReading);
    }

    @Override
    public void opened() {
        note("opened", () -> check(events.size() == 1, "D1: opened came among " + events));
    }

    @Override
    public void datagramReceived(ByteBuffer data, Address from) {
        note("data", () -> {
            check(!silent, "D7: a datagram while paused");
            check(data.isReadOnly(), "D3: the lent buffer can be written to");
            received.add(Bytes.copyOf(data));
            senders.add(from);
        });
    }

    @Override
    public void receiveFailed(Address from, DatagramFailedException why) {
        note("receiveFailed", () -> {
            check(!silent, "D7: receiveFailed while paused");
            failures.add(why);
            senders.add(from);
        });
    }

    @Override
    public void sendFailed(Address to, DatagramFailedException why) {
        note("sendFailed", () -> {
            check(why.peer().equals(to.toString()), "D13: " + why + " tells of " + to);
            failures.add(why);
        });
    }

    @Override
    public void writePaused() {
        boolean called = inCall;
        inCall = false;
        boolean nested = inCallback;
        inCallback = false;
        note("paused", () -> {
            check(!pausedByMarks, "D12: paused twice");
            pausedByMarks = true;
        });
        inCallback = nested;
        inCall = called;
    }

    @Override
    public void writeResumed() {
        note("resumed", () -> {
            check(pausedByMarks, "D12: resumed without being paused");
            pausedByMarks = false;
        });
    }

    @Override
    public void closed(CloseReason why) {
        ending = false;
        note("closed", () -> reason = why);
    }

    private void note(String event, Runnable more) {
        check(transport.loop().isCurrent(), "D2: " + event + " off the loop");
        check(!inCallback, "D2: " + event + " in the middle of another callback");
        check(!inCall, "D2: " + event + " from inside a call to the transport");
        check(!ending, "D6: " + event + " after close() or abort()");
        synchronized (witness) {
            check(event.equals("opened") || events.contains("opened"), "D1: " + event + " before opened");
            check(!events.contains("closed"), "D1: " + event + " after closed");
            events.add(event);
            more.run();
            witness.changed();
        }
        inCallback = true;
        try {
            reaction.accept(this, event);
        } finally {
            inCallback = false;
        }
    }

    private void calling(Runnable call) {
        boolean onLoop = transport.loop().isCurrent();
        inCall = onLoop || inCall;
        try {
            call.run();
        } finally {
            inCall = !onLoop && inCall;
        }
    }

    private void check(boolean holds, String rule) {
        witness.check(holds, rule);
    }
}
