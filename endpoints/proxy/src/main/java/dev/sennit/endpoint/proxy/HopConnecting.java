package dev.sennit.endpoint.proxy;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.HostPort;
import dev.sennit.endpoint.Leg;
import dev.sennit.endpoint.Way;
import dev.sennit.endpoint.description.EndpointSyntaxException;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.NestedEndpoint;
import dev.sennit.protocol.proxy.Destination;
import dev.sennit.protocol.proxy.HandshakeLimit;
import dev.sennit.protocol.proxy.Passage;
import dev.sennit.protocol.proxy.ProxyClientLayer;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredTimeout;
import dev.sennit.transport.error.ConnectFailed;
import dev.sennit.transport.error.ConnectFailed.Kind;
import dev.sennit.transport.error.ConnectFailed.Phase;
import dev.sennit.transport.error.NetworkException;
import dev.sennit.transport.time.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One {@code connect} by a hop: reach the proxy, ask it for the target, and say at which hop it broke if it did. */
final class HopConnecting<P extends Protocol> {
    /** Those below have the same time, and know better what they have waited for. */
    private static final Duration GRACE = Duration.ofMillis(100);

    private final Leg leg;
    private final HostPort proxy;
    private final String hop;
    private final EndpointContext context;
    private final Function<Passage, ProxyClientLayer> handshake;
    private final ProtocolFactory<P> factory;
    /** Made once the proxy is reached. */
    private volatile @Nullable ProxyClientLayer layer;

    private volatile boolean late;

    /**
     * Prepares it.
     *
     * @param handshake makes the layer; what it throws for a target that it cannot say fails the answer
     */
    HopConnecting(
            Leg leg,
            Arguments arguments,
            EndpointContext context,
            Function<Passage, ProxyClientLayer> handshake,
            ProtocolFactory<P> factory) {
        this.leg = leg;
        this.proxy = HopArguments.proxy(arguments);
        this.hop = arguments.schema().name() + ":" + proxy;
        this.context = context;
        this.handshake = handshake;
        this.factory = factory;
    }

    /** Reaches the proxy as {@code via=} says. */
    Deferred<P> connect(Optional<NestedEndpoint> via) {
        return connect(() -> Deferred.of(leg.target().host()), via);
    }

    /**
     * Reaches the proxy as {@code via=} says.
     *
     * @param host finds what to ask the proxy for, a name or an address
     */
    Deferred<P> connect(Supplier<Deferred<String>> host, Optional<NestedEndpoint> via) {
        return context.onLoop(loop -> inTime(loop, connectOn(loop, host, via)))
                .exceptionallyCompose(failure -> Deferred.failed(explained(failure)));
    }

    private Deferred<P> connectOn(EventLoop loop, Supplier<Deferred<String>> host, Optional<NestedEndpoint> via) {
        long startNanos = loop.nanoTime();
        Way way = context.way(via);
        HandshakeLimit limit = HandshakeLimit.of(leg.limit()).since(startNanos);
        return host.get().timeout(leg.limit(), loop).thenCompose(known -> {
            Destination target = Destination.of(known, leg.target().port());
            Passage passage = Passage.to(target).by(hop).within(limit);
            // Made before there is a connection: a target that it cannot say fails here.
            ProxyClientLayer fresh = handshake.apply(passage);
            Duration left = leg.limit().minusNanos(loop.nanoTime() - startNanos);
            return way.within(left.isNegative() ? Duration.ZERO : left)
                    .connect(proxy, factory.through(() -> made(fresh)));
        });
    }

    /** Gives up if the proxy is not reached in time; from then on the layer keeps the time. */
    private Deferred<P> inTime(EventLoop loop, Deferred<P> connecting) {
        Timer limit = loop.after(leg.limit().plus(GRACE), () -> {
            if (!isReached()) {
                late = true;
                connecting.cancel();
            }
        });
        return connecting.whenComplete((protocol, failure) -> {
            try {
                loop.execute(limit::cancel);
            } catch (RejectedExecutionException ended) {
                // The loop took its timers along.
            }
        });
    }

    private boolean isReached() {
        ProxyClientLayer shaking = layer;
        return shaking != null && shaking.hasBegun();
    }

    private ProxyClientLayer made(ProxyClientLayer fresh) {
        layer = fresh;
        return fresh;
    }

    private Throwable explained(Throwable failure) {
        if (isReached()) {
            // The layer tells its own tale, and so do those above it.
            return failure;
        }
        if (failure instanceof RejectedExecutionException) {
            return failed(Kind.UNSUPPORTED, String.valueOf(failure.getMessage()), failure);
        }
        if (late) {
            return failed(Kind.TIMED_OUT, "it was not reached within " + HandshakeLimit.of(leg.limit()), null);
        }
        if (failure instanceof DeferredTimeout) {
            String problem = "the target's address was not found within " + HandshakeLimit.of(leg.limit());
            return failed(Kind.TIMED_OUT, problem, null).inPhase(Phase.LOOKUP);
        }
        if (failure instanceof EndpointSyntaxException mistake) {
            return failed(Kind.UNSUPPORTED, mistake.problem(), mistake).inPhase(Phase.PREPARING);
        }
        if (failure instanceof ConnectFailed early) {
            return failed(early.kind(), String.valueOf(early.getMessage()), early)
                    .inPhase(early.phase())
                    .atHop(early.hop().orElse(hop));
        }
        if (failure instanceof NetworkException broken) {
            return failed(Kind.ENDED_EARLY, String.valueOf(broken.getMessage()), broken);
        }
        return failure instanceof IllegalArgumentException unsayable
                ? failed(Kind.UNSUPPORTED, String.valueOf(unsayable.getMessage()), unsayable)
                        .inPhase(Phase.PREPARING)
                : failure;
    }

    private ConnectFailed failed(Kind kind, String problem, @Nullable Throwable cause) {
        return ConnectFailed.via(leg.target().toString(), hop, kind, problem, cause);
    }
}
