package dev.sennit.memory;

import dev.sennit.transport.Address;
import dev.sennit.transport.CloseReason.By;
import dev.sennit.transport.CloseTimeouts;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.TcpSocket;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ConnectFailedException.Kind;
import dev.sennit.transport.error.ConnectionBrokenException;
import dev.sennit.transport.spi.ConnectAttempt;
import dev.sennit.transport.spi.StreamCarrier;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection inside this process: the bottom of a stack. Everything here runs on its loop.
 *
 * <p>A sender may have no more bytes under way than the receiver's window has room for; what the receiver has passed on
 * it grants again. So a receiver that is paused stops its peer, as a full socket does.
 */
final class MemoryConnection extends StreamCarrier implements TcpSocket {
    /** Bytes under way or unread, each way. */
    static final int WINDOW_BYTES = 64 * 1024;

    private final int windowBytes;
    private final ByteQueue pending = new ByteQueue();
    private final ArrayDeque<Message> inbox = new ArrayDeque<>();

    private @Nullable Wire wire;
    private Runnable whenOver = () -> {};
    private int credit;
    private int owedCredit;
    private boolean flushScheduled;
    private boolean deliveryScheduled;
    private boolean resetUnnoticed;
    /** Messages to deliver before a drain goes on. */
    private int arrivedLeft;

    MemoryConnection(EventLoop loop, Ends ends, WaterMarks marks, Conditions conditions) {
        super(loop, ends, marks, conditions.timeouts);
        this.windowBytes = conditions.windowBytes;
        this.credit = windowBytes;
    }

    /**
     * What all connections of a network have in common.
     *
     * @param windowBytes may be under way or unread each way
     */
    record Conditions(int windowBytes, CloseTimeouts timeouts) {
        static final Conditions DEFAULT = new Conditions(WINDOW_BYTES, CloseTimeouts.DEFAULT);

        Conditions {
            if (windowBytes < 1) {
                throw new IllegalArgumentException("a window must be 1 byte or more, not " + windowBytes);
            }
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

    /** A device on the way resets the connection for both ends. */
    void cut() {
        if (wire instanceof SimulatedWire simulated) {
            simulated.cut();
        }
    }

    /** Takes a message from the other end. */
    void receive(Message message) {
        if (isOver()) {
            if (message instanceof Message.Data) {
                tell(new Message.Reset());
            }
        } else if (message instanceof Message.Reset) {
            resetByPeer();
        } else if (message instanceof Message.Credit granted) {
            credit += granted.bytes();
            attempt(this::flush);
        } else {
            inbox.add(message);
            if (!deliveryScheduled) {
                attempt(this::deliver);
            }
        }
    }

    @Override
    public <T> Optional<T> feature(Class<T> type) {
        return type == TcpSocket.class && local() instanceof TcpAddress
                ? Optional.of(type.cast(this))
                : super.feature(type);
    }

    /** Changes nothing: nothing here waits to gather small writes. */
    @Override
    public void noDelay(boolean on) {}

    /** Changes nothing: no probes are sent. */
    @Override
    public void keepAlive(boolean on) {}

    @Override
    protected void send(ByteBuffer data) {
        pending.add(data);
        if (pending.length() > marks().highBytes()) {
            sendPending();
            holdsUnsent(pending.length());
        }
        if (!flushScheduled) {
            flushScheduled = true;
            later(() -> {
                flushScheduled = false;
                flush();
            });
        }
    }

    @Override
    protected long unsentBytes() {
        return pending.length();
    }

    @Override
    protected void wantInput(boolean wanted) {
        if (canDeliver() && !deliveryScheduled) {
            deliveryScheduled = true;
            later(() -> {
                deliveryScheduled = false;
                deliver();
            });
        }
    }

    @Override
    protected void sendEnd() {
        tell(new Message.End());
        endSent();
    }

    @Override
    protected void release(boolean reset) {
        pending.clear();
        inbox.clear();
        if (reset && !resetUnnoticed) {
            tell(new Message.Reset());
        }
        whenOver.run();
    }

    @Override
    protected void noteArrived() {
        arrivedLeft = inbox.size();
    }

    @Override
    protected boolean hasArrived() {
        return arrivedLeft > 0;
    }

    private void tell(Message message) {
        Wire way = wire;
        if (way == null) {
            throw new IllegalStateException(this + " has no wire yet");
        }
        way.send(message);
    }

    /** Sends, then acts on what that changed: never from inside a protocol's own call. */
    private void flush() {
        if (isOver()) {
            return;
        }
        if (resetUnnoticed && !pending.isEmpty()) {
            brokenByPeer();
            return;
        }
        sendPending();
        holdsUnsent(pending.length());
        flushed(pending.length());
    }

    private void sendPending() {
        int count = Math.min(credit, pending.length());
        if (count > 0 && !resetUnnoticed) {
            credit -= count;
            sent(count);
            tell(new Message.Data(pending.take(count)));
        }
    }

    private boolean canDeliver() {
        return wantsInput() || (resetUnnoticed && !isReadingPaused());
    }

    /** Passes one message on, so that others on the loop have their turn before the next. */
    private void deliver() {
        if (!canDeliver()) {
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
        checkDelivered();
        if (!inbox.isEmpty()) {
            wantInput(wantsInput());
        }
    }

    private void dataArrived(Message.Data data) {
        received(data.bytes().length());
        if (!isClosing()) {
            LentBuffer.deliver(data.bytes(), above());
        }
        owedCredit += data.bytes().length();
        if (owedCredit >= Math.max(1, windowBytes / 2) && !isOver()) {
            tell(new Message.Credit(owedCredit));
            owedCredit = 0;
        }
    }

    /** Who neither reads nor sends does not notice, as with a socket; the next to try does. */
    private void resetByPeer() {
        inbox.clear();
        resetUnnoticed = true;
        if (!isReadingPaused() || isClosing() || !pending.isEmpty()) {
            brokenByPeer();
        }
    }

    private void brokenByPeer() {
        abort(By.PEER, new ConnectionBrokenException("the peer reset the connection", null));
    }

    /** A connection between hosts on its way to being open: the asking goes there, the answer comes back. */
    static final class Connect<P extends Protocol> {
        private final MemoryNetwork network;
        private final MemoryHost from;
        private final Address target;
        private final ConnectOptions options;
        private final ConnectAttempt<P> attempt;
        private @Nullable Address local;

        Connect(
                MemoryNetwork network,
                MemoryHost from,
                Address target,
                ConnectOptions options,
                ConnectAttempt<P> attempt) {
            this.network = network;
            this.from = from;
            this.target = target;
            this.options = options;
            this.attempt = attempt;
        }

        static ConnectFailedException shutDown(Address target) {
            return new ConnectFailedException(target.toString(), Kind.UNSUPPORTED, "the host has been shut down", null);
        }

        void start() {
            if (attempt.isOver()) {
                return;
            }
            MemoryHost to = hostOf(target);
            if (from.isOutOfDescriptors()) {
                fail(Kind.OTHER, "too many open files");
                return;
            }
            if (to == null) {
                fail(Kind.UNREACHABLE, "this machine has no route to that address");
                return;
            }
            TcpAddress wanted = options.bind().orElse(null);
            Address own = from.bind(wanted, target);
            if (own == null) {
                fail(Kind.BIND, "cannot come from " + wanted);
                return;
            }
            local = own;
            from.connecting(this, true);
            ask(to, own);
        }

        /** Gives up; harmless once connected. */
        void stop() {
            network.trace().add(from, "gives up connecting to " + target);
            over();
        }

        void failForShutdown() {
            over();
            attempt.fail(shutDown(target));
        }

        private void ask(MemoryHost to, Address own) {
            LinkRules rules = network.rulesBetween(from, to);
            SimulatedWire.Line line = SimulatedWire.line(network, from, to, own.toString(), target.toString());
            if (network.happens(rules.blackholeChance())) {
                line.drop();
            }
            boolean refused = network.happens(rules.refuseChance());
            line.toServer().carry("asks for a connection", () -> asked(to, line, own, refused));
        }

        /** On the other host's loop. */
        private void asked(MemoryHost to, SimulatedWire.Line line, Address own, boolean refused) {
            Listening door = refused ? null : to.doorAt(target);
            if (door == null) {
                line.toClient().carry("refuses", () -> fail(Kind.REFUSED, "connection refused; nothing listens there"));
                return;
            }
            var ends = StreamCarrier.Ends.of(own, target);
            MemoryConnection client = new MemoryConnection(from.loop(), ends, options.marks(), network.conditions());
            MemoryConnection server = new MemoryConnection(
                    to.loop(), ends.reversed(), door.options().marks(), network.conditions());
            to.adopt(server);
            client.wire(line.toServer());
            server.wire(line.toClient());
            line.toServer().target(server);
            line.toClient().target(client);
            line.toClient().carry("accepts", () -> accepted(client));
            to.admit(door, server);
        }

        private void accepted(MemoryConnection client) {
            if (local == null) {
                // Given up meanwhile: there is nobody to open it for.
                client.abort();
                return;
            }
            from.connecting(this, false);
            from.adopt(client);
            attempt.carrierOpen(client);
            client.begin();
        }

        private void fail(Kind kind, String problem) {
            over();
            attempt.fail(new ConnectFailedException(target.toString(), kind, problem, null));
        }

        private void over() {
            Address own = local;
            local = null;
            from.connecting(this, false);
            if (own != null) {
                from.unbind(own);
            }
        }

        private @Nullable MemoryHost hostOf(Address address) {
            if (!(address instanceof TcpAddress tcp)
                    || tcp.ip().isLoopbackAddress()
                    || tcp.ip().isAnyLocalAddress()) {
                return from;
            }
            return network.hostAt(tcp.ip());
        }
    }
}
