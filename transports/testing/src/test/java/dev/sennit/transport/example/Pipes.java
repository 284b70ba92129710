package dev.sennit.transport.example;

import dev.sennit.transport.Address;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.error.ListenFailedException.Kind;
import dev.sennit.transport.spi.ConnectAttempt;
import dev.sennit.transport.spi.ConnectionGroup;
import dev.sennit.transport.spi.StreamCarrier.Ends;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/** Opens listeners for pipes, and connections to them, on the loops of any reactors. */
final class Pipes {
    private final Map<PipeAddress, Listening> listening = new ConcurrentHashMap<>();

    /** The name of a listener; empty for the connecting end. */
    record PipeAddress(String name) implements Address {}

    Deferred<Listener> listen(Reactor reactor, PipeAddress address, ListenOptions options, ProtocolFactory<?> factory) {
        EventLoop loop = reactor.nextLoop();
        return ConnectionGroup.start(factory, address).on(loop).thenApply(group -> {
            Listening at = new Listening(reactor, options, group);
            if (listening.putIfAbsent(address, at) != null) {
                group.shut();
                throw new ListenFailedException(address.name, Kind.IN_USE, "the name is in use", null);
            }
            return group.listener(address, loop, () -> listening.remove(address, at));
        });
    }

    <P extends Protocol> Deferred<P> connect(
            Reactor reactor, PipeAddress address, ConnectOptions options, ProtocolFactory<P> factory) {
        EventLoop loop = reactor.nextLoop();
        ConnectAttempt<P> attempt = new ConnectAttempt<>(loop, factory);
        attempt.onGivenUp(() -> {});
        Listening at = listening.get(address);
        if (at == null) {
            attempt.fail(refused(address));
            return attempt.answer();
        }
        Ends ends = Ends.of(new PipeAddress(""), address);
        PipeEnd client = new PipeEnd(ends, loop, options.marks(), at.reactor.nextLoop(), at.options.marks());
        try {
            client.other.loop().execute(() -> meet(attempt, client, at.group));
        } catch (RejectedExecutionException itsLoopHasEnded) {
            attempt.fail(refused(address));
        }
        return attempt.answer();
    }

    /** On the loop of the accepting end: the client's begins first, so that nothing reaches it before. */
    private static void meet(ConnectAttempt<?> attempt, PipeEnd client, ConnectionGroup group) {
        client.loop().execute(() -> {
            attempt.carrierOpen(client);
            client.begin();
        });
        group.accept(client.other);
        client.other.begin();
    }

    private static ConnectFailedException refused(PipeAddress address) {
        return new ConnectFailedException(
                address.name, ConnectFailedException.Kind.REFUSED, "no listener has this name", null);
    }

    private record Listening(Reactor reactor, ListenOptions options, ConnectionGroup group) {}
}
