package dev.sennit.protocol.proxy;

import dev.sennit.transport.Address;
import dev.sennit.transport.error.ConnectFailed;
import dev.sennit.transport.error.ConnectFailed.Kind;
import dev.sennit.transport.error.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * A layer that asks a proxy for a way on, over a connection to that proxy.
 *
 * <p>Every failure is a {@link ConnectFailed} that names the target and the proxy. Where the proxy broke the rules, or went
 * over a limit, the cause is the {@link ProtocolException} that says so.
 *
 * <p>Once the way is open {@link #peer} is the target, if that is an IP address; a name's address only the proxy knows.
 */
public abstract class ProxyClientLayer extends HandshakeLayer {
    private final String kind;
    private final Passage passage;

    /**
     * Makes one.
     *
     * @param kind what the proxy speaks, such as {@code socks5}
     */
    protected ProxyClientLayer(String kind, Passage passage) {
        super(passage.limit());
        this.kind = kind;
        this.passage = passage;
    }

    /** Where the way is to lead. */
    public final Destination target() {
        return passage.target();
    }

    @Override
    public final Address peer() {
        return isDone() && target() instanceof Destination.Ip ip ? ip.address() : below().peer();
    }

    /** Makes a failure to open the way. */
    protected final ConnectFailed failure(Kind failed, String problem, @Nullable Throwable cause) {
        String proxy = passage.proxy().isEmpty() ? kind + " proxy " + below().peer() : passage.proxy();
        return ConnectFailed.via(target().toString(), proxy, failed, problem, cause)
                .inPhase(ConnectFailed.Phase.HANDSHAKE);
    }

    /** Makes the failure for an answer that breaks the rules or goes over a limit. */
    protected final ConnectFailed failure(ProtocolException answer) {
        return failure(Kind.OTHER, "its answer is not acceptable: " + answer.getMessage(), answer);
    }

    /** What the proxy is to say next, to complete "waited for …". */
    protected abstract String awaited();

    @Override
    protected final Throwable tooLate(HandshakeLimit exceeded) {
        return failure(Kind.TIMED_OUT, "no way was opened within " + exceeded + "; waited for " + awaited(), null);
    }

    @Override
    protected final Throwable endedEarly(@Nullable Throwable cause) {
        String problem = cause == null ? "it closed the connection" : "the connection to it broke";
        return failure(Kind.ENDED_EARLY, problem + " instead of sending " + awaited(), cause);
    }
}
