package dev.sennit.memory;

import dev.sennit.transport.bytes.Bytes;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** One direction of one connection between two hosts, with the link's rules at work on it. */
final class SimulatedWire implements Wire {
    private final MemoryNetwork network;
    private final MemoryHost from;
    private final MemoryHost to;
    private final String name;
    private final Line line;
    private final LinkRules rules;
    private final Queue<Runnable> held = new ArrayDeque<>();
    private @Nullable MemoryConnection target;
    private long lastArrivalNanos;
    private long bytesCarried;

    private SimulatedWire(MemoryNetwork network, MemoryHost from, MemoryHost to, String name, Line line) {
        this.network = network;
        this.from = from;
        this.to = to;
        this.name = name;
        this.line = line;
        this.rules = network.rulesBetween(from, to);
    }

    /** Makes both directions of a connection that has not been asked for yet. */
    static Line line(MemoryNetwork network, MemoryHost client, MemoryHost server, String clientName, String target) {
        Line line = new Line();
        line.toServer = new SimulatedWire(network, client, server, clientName + " > " + target, line);
        line.toClient = new SimulatedWire(network, server, client, target + " > " + clientName, line);
        return line;
    }

    /** Both directions, and what has become of the link. */
    static final class Line {
        private @Nullable SimulatedWire toServer;
        private @Nullable SimulatedWire toClient;
        private boolean lost;
        private boolean cut;

        SimulatedWire toServer() {
            return Objects.requireNonNull(toServer);
        }

        SimulatedWire toClient() {
            return Objects.requireNonNull(toClient);
        }

        void drop() {
            lost = true;
        }
    }

    void target(MemoryConnection connection) {
        target = connection;
    }

    @Override
    public void send(Message message) {
        if (line.cut) {
            return;
        }
        if (to.loop().hasEnded()) {
            opposite().carryReset();
            return;
        }
        if (message instanceof Message.Data data) {
            sendData(data.bytes());
        } else {
            carry(describe(message), () -> reach(message));
        }
    }

    /** Takes something to the other host, in order behind what is under way. */
    void carry(String what, Runnable arrival) {
        network.trace().add(name, what);
        if (line.lost) {
            return;
        }
        if (network.arePartitioned(from, to)) {
            if (held.isEmpty()) {
                network.holds(this);
            }
            held.add(arrival);
        } else {
            pass(arrival);
        }
    }

    /** The hosts may be joined again: what waited goes on. */
    void release() {
        if (network.arePartitioned(from, to)) {
            network.holds(this);
            return;
        }
        Runnable next;
        while ((next = held.poll()) != null) {
            pass(next);
        }
    }

    /** Resets the connection for both ends, as a device between them would. */
    void cut() {
        Line both = line;
        both.toServer().carryReset();
        both.toClient().carryReset();
        both.cut = true;
    }

    @Override
    public String toString() {
        return name;
    }

    private SimulatedWire opposite() {
        return this == line.toServer ? line.toClient() : line.toServer();
    }

    private void carryReset() {
        carry("is reset by the network", () -> reach(new Message.Reset()));
    }

    private void sendData(Bytes bytes) {
        if (network.happens(rules.dropChance())) {
            network.trace().add(name, "loses the link");
            line.drop();
        }
        int passes = bytes.length();
        boolean cuts = false;
        if (rules.resetAfterBytes() >= 0 && bytesCarried + passes >= rules.resetAfterBytes()) {
            passes = (int) (rules.resetAfterBytes() - bytesCarried);
            cuts = true;
        } else if (network.happens(rules.resetChance())) {
            passes = network.random().nextInt(passes + 1);
            cuts = true;
        }
        bytesCarried += passes;
        for (int at = 0; at < passes; ) {
            int size = Math.min(pieceSize(), passes - at);
            Bytes piece = bytes.slice(at, at + size);
            carry("sends " + size + " bytes", () -> reach(new Message.Data(piece)));
            at += size;
        }
        if (cuts) {
            cut();
        }
    }

    private int pieceSize() {
        int min = rules.minPieceBytes();
        int max = rules.maxPieceBytes();
        return min == max ? min : (int) network.random().nextLong(min, max + 1L);
    }

    private void pass(Runnable arrival) {
        Runnable unlessLost = () -> {
            if (!line.lost) {
                arrival.run();
            }
        };
        if (rules.maxDelay().isZero()) {
            network.simulation().arrive(to.loop(), unlessLost);
            return;
        }
        // All of one wire go by timer, even with no delay left: a task could overtake a timer that is due.
        long now = network.simulation().nanoTime();
        lastArrivalNanos = Math.max(lastArrivalNanos, now + delayNanos());
        network.simulation().arriveAfter(lastArrivalNanos - now, to.loop(), unlessLost);
    }

    private long delayNanos() {
        long min = rules.minDelay().toNanos();
        long max = rules.maxDelay().toNanos();
        return min == max ? min : network.random().nextLong(min, max + 1);
    }

    private void reach(Message message) {
        MemoryConnection connection = target;
        if (connection != null) {
            network.trace().add(name, "arrived: " + describe(message));
            connection.receive(message);
        }
    }

    private static String describe(Message message) {
        if (message instanceof Message.Data data) {
            return data.bytes().length() + " bytes";
        } else if (message instanceof Message.Credit granted) {
            return "room for " + granted.bytes() + " bytes";
        }
        return message instanceof Message.End ? "end" : "reset";
    }
}
