package dev.sennit.memory;

import dev.sennit.transport.Address;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ConnectFailedException.Kind;
import dev.sennit.transport.spi.ConnectAttempt;
import dev.sennit.transport.spi.StreamCarrier;
import org.jspecify.annotations.Nullable;

/** A connection between hosts on its way to being open: the asking goes there, the answer comes back. */
final class MemoryConnect<P extends Protocol> {
    private final MemoryNetwork network;
    private final MemoryHost from;
    private final Address target;
    private final ConnectOptions options;
    private final ConnectAttempt<P> attempt;
    private @Nullable Address local;

    MemoryConnect(
            MemoryNetwork network, MemoryHost from, Address target, ConnectOptions options, ConnectAttempt<P> attempt) {
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
        var ends = new StreamCarrier.Ends(own, target);
        MemoryConnection client = new MemoryConnection(from.loop(), ends, options.marks(), network.conditions());
        MemoryConnection server =
                new MemoryConnection(to.loop(), ends.reversed(), door.options().marks(), network.conditions());
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
