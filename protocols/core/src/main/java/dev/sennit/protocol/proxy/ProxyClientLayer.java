package dev.sennit.protocol.proxy;

import dev.sennit.protocol.Decoder;
import dev.sennit.protocol.DecoderInput;
import dev.sennit.transport.Address;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ConnectFailedException.Kind;
import dev.sennit.transport.error.ProtocolException;
import dev.sennit.transport.spi.HandshakeLayer;
import dev.sennit.transport.spi.HandshakeTimeout;
import java.nio.ByteBuffer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A layer that asks a proxy to connect to a destination, over a connection to that proxy.
 *
 * <p>Every failure is a {@link ConnectFailedException} that names the destination and the proxy. Where the proxy broke the
 * rules, or went over a limit, the cause is the {@link ProtocolException} that says so.
 *
 * <p>Once the proxy has connected, {@link #peer} is the destination, if that is an IP address; only the proxy knows a name's
 * address.
 */
public abstract class ProxyClientLayer extends HandshakeLayer {
    private final String kind;
    private final ProxyTarget target;
    private final Bytes opening;
    private final DecoderInput input = new DecoderInput();

    /**
     * Makes a layer.
     *
     * @param kind what the proxy speaks, such as {@code socks5}
     * @param opening what this side says first
     */
    protected ProxyClientLayer(String kind, ProxyTarget target, Bytes opening) {
        super(target.timeout());
        this.kind = kind;
        this.target = target;
        this.opening = opening;
    }

    /** Returns where the connection is to lead. */
    public final Destination destination() {
        return target.destination();
    }

    @Override
    public final Address peer() {
        return isDone() && destination() instanceof Destination.Ip ip ? ip.address() : below().peer();
    }

    @Override
    protected final void begin() {
        below().write(opening);
    }

    /**
     * Decodes the proxy's answers: for {@link #received}. What comes behind the answer that opens the way belongs to what is
     * above. An answer that is not acceptable fails the handshake ({@link #unacceptable}).
     *
     * @param opens handles one answer, and returns whether the way is open; calls {@link #fail} where the proxy refuses
     */
    protected final <E> void readAnswers(Decoder<E> decoder, ByteBuffer data, Predicate<? super E> opens) {
        try {
            for (E answer = input.next(decoder, data); answer != null; answer = input.next(decoder, data)) {
                if (opens.test(answer)) {
                    finish(input.takeRest(data));
                    return;
                }
            }
            holds(0, input.heldBytes());
        } catch (ProtocolException answer) {
            fail(unacceptable(answer));
        }
    }

    /** Makes the failure for an answer that breaks the rules or goes over a limit. */
    protected ConnectFailedException unacceptable(ProtocolException answer) {
        return failure(Kind.OTHER, "its answer is not acceptable: " + answer.getMessage(), answer);
    }

    /** Makes a failure to open the way. */
    protected final ConnectFailedException failure(Kind failed, String problem, @Nullable Throwable cause) {
        String proxy = target.proxy().isEmpty() ? kind + " proxy " + below().peer() : target.proxy();
        return ConnectFailedException.via(destination().toString(), proxy, failed, problem, cause)
                .inPhase(ConnectFailedException.Phase.HANDSHAKE);
    }

    /** What the proxy is to say next, to complete "waited for …". */
    protected abstract String awaited();

    @Override
    protected final Throwable timedOut(HandshakeTimeout exceeded) {
        return failure(Kind.TIMED_OUT, "no way was opened within " + exceeded + "; waited for " + awaited(), null);
    }

    @Override
    protected final Throwable endedEarly(@Nullable Throwable cause) {
        String problem = cause == null ? "it closed the connection" : "the connection to it broke";
        return failure(Kind.ENDED_EARLY, problem + " instead of sending " + awaited(), cause);
    }
}
