package dev.sennit.endpoint.proxy;

import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.endpoint.ConnectRequest;
import dev.sennit.endpoint.Connector;
import dev.sennit.endpoint.Deadline;
import dev.sennit.endpoint.HostPort;
import dev.sennit.endpoint.Resolver;
import dev.sennit.protocol.proxy.Destination;
import dev.sennit.protocol.proxy.Passage;
import dev.sennit.protocol.proxy.ProxyClientLayer;
import dev.sennit.transport.HandshakeTimeout;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredCancelledException;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ConnectFailedException.Kind;
import dev.sennit.transport.error.ConnectFailedException.Phase;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Function;

/** Reaches a proxy, and asks it for one target. */
final class HopConnector implements Connector {
    private final HostPort target;
    private final Function<Passage, ProxyClientLayer> handshake;
    private final ClientEndpoint proxy;

    /**
     * Makes one.
     *
     * @param handshake makes the layer that asks the proxy; throws an IllegalArgumentException for a target that the proxy's
     *     protocol cannot name
     * @param proxy the way to the proxy
     */
    HopConnector(HostPort target, Function<Passage, ProxyClientLayer> handshake, ClientEndpoint proxy) {
        this.target = target;
        this.handshake = handshake;
        this.proxy = proxy;
    }

    @Override
    public Deferred<Protocol> connect(ConnectRequest request) {
        return connect(target.host(), request);
    }

    private Deferred<Protocol> connect(String host, ConnectRequest request) {
        Deadline deadline = request.deadline().orElseThrow();
        Passage passage = Passage.to(Destination.of(host, target.port()))
                .within(HandshakeTimeout.of(deadline.timeout()).since(deadline.startNanos()));
        // Made before there is a connection: a target that it cannot name fails here.
        ProxyClientLayer layer = handshake.apply(passage);
        return proxy.connect(request.through(layer, ProxyClientLayer::hasBegun, ProxyClientLayer::isDone));
    }

    /** Returns a connector that asks the proxy for the target's first IPv4 address. */
    Connector byIpv4(Resolver resolver) {
        return request -> {
            request.enter(Phase.LOOKUP, "the target's address was not found");
            return address(resolver).thenCompose(ip -> {
                request.enter(Phase.OPENING, "no connection");
                return connect(ip, request);
            });
        };
    }

    private Deferred<String> address(Resolver resolver) {
        Deferred<List<InetAddress>> resolving;
        try {
            resolving = resolver.resolve(target.host());
        } catch (RuntimeException failure) {
            resolving = Deferred.failed(failure);
        }
        return resolving
                .exceptionallyCompose(failure ->
                        Deferred.failed(failure instanceof DeferredCancelledException ? failure : notFound(failure)))
                .thenApply(this::firstIpv4);
    }

    private String firstIpv4(List<InetAddress> addresses) {
        return addresses.stream()
                .filter(Inet4Address.class::isInstance)
                .map(InetAddress::getHostAddress)
                .findFirst()
                .orElseThrow(() -> new ConnectFailedException(
                        target.toString(),
                        Kind.UNSUPPORTED,
                        "it has no IPv4 address, and SOCKS 4 knows no others",
                        null));
    }

    private ConnectFailedException notFound(Throwable failure) {
        Kind kind = failure instanceof UnknownHostException ? Kind.NAME_NOT_FOUND : Kind.OTHER;
        return new ConnectFailedException(target.toString(), kind, "its address was not found here", failure)
                .inPhase(Phase.LOOKUP);
    }
}
