package dev.sennit.haproxy;

import dev.sennit.haproxy.Origin.Flow;
import dev.sennit.haproxy.ProxyHeaderRules.Others;
import dev.sennit.protocol.DecoderInput;
import dev.sennit.transport.Address;
import dev.sennit.transport.IpNetwork;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.ConnectionBrokenException;
import dev.sennit.transport.error.LimitExceededException;
import dev.sennit.transport.error.PeerUnsupportedException;
import dev.sennit.transport.error.PeerViolationException;
import dev.sennit.transport.error.ProtocolException;
import dev.sennit.transport.spi.HandshakeLayer;
import dev.sennit.transport.spi.HandshakeTimeout;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the PROXY header of each connection that a server accepts, of either version.
 *
 * <pre>{@code
 * server.listen(address, options, Echo::new.through(() -> new ProxyHeaderReader(rules)));
 * }</pre>
 *
 * <p>After that {@link #peer} and {@link #local} are those of the connection that the proxy has passed on, where the header
 * tells of a stream between IP addresses; else they stay the proxy's. All that the header says is the feature
 * {@link ProxyHeader}.
 *
 * <p>From a trusted source a header must come, and in time: without one the connection is reset, since a proxy that is not
 * set up to send it would have its own address taken for its clients'. What becomes of other sources the
 * {@linkplain ProxyHeaderRules#others rules} say.
 */
public final class ProxyHeaderReader extends HandshakeLayer {
    private static final Logger LOG = System.getLogger(ProxyHeaderReader.class.getName());

    private final ProxyHeaderRules rules;
    private final ProxyHeaderDecoder decoder;
    private final DecoderInput input = new DecoderInput();
    /** Read by other threads, which ask for addresses. */
    private volatile @Nullable ProxyHeader header;

    /** Makes a layer with these rules. */
    public ProxyHeaderReader(ProxyHeaderRules rules) {
        super(HandshakeTimeout.of(rules.limit()));
        this.rules = rules;
        this.decoder = new ProxyHeaderDecoder(rules.limitBytes());
    }

    @Override
    protected void begin() {
        Address source = below().peer();
        if (rules.trusts(source)) {
            return;
        }
        if (rules.others() == Others.PLAIN) {
            finish(Bytes.EMPTY);
        } else {
            refuse(new PeerUnsupportedException(source + " is not a trusted proxy; trusted are "
                    + String.join(
                            ", ",
                            rules.trusted().stream().map(IpNetwork::toString).toList())));
        }
    }

    @Override
    protected void received(ByteBuffer data) {
        try {
            ProxyHeader read = input.next(decoder, data);
            if (read != null) {
                header = read;
                finish(input.takeRest(data));
            } else {
                holds(0, input.heldBytes());
            }
        } catch (ProtocolException noHeader) {
            refuse(noHeader);
        }
    }

    /** Whoever set the proxy up has to hear of it: no protocol is there yet to tell. */
    private void refuse(ProtocolException problem) {
        LOG.log(Level.INFO, "refused a connection from {0}: {1}", below().peer(), problem.getMessage());
        fail(problem);
    }

    @Override
    protected Throwable timedOut(HandshakeTimeout exceeded) {
        return new LimitExceededException(
                "wait for the PROXY header of " + below().peer() + " in ms",
                exceeded.length().toMillis());
    }

    @Override
    protected Throwable endedEarly(@Nullable Throwable cause) {
        return cause == null
                ? new PeerViolationException(
                        below().peer() + " closed the connection before its PROXY header was complete",
                        "PROXY protocol, section 2")
                : new ConnectionBrokenException(
                        "the connection of " + below().peer() + " broke before its PROXY header was complete", cause);
    }

    @Override
    public Address peer() {
        return stream().<Address>map(Origin.Ip::source).orElseGet(below()::peer);
    }

    @Override
    public Address local() {
        return stream().<Address>map(Origin.Ip::destination).orElseGet(below()::local);
    }

    @Override
    public <T> Optional<T> feature(Class<T> type) {
        ProxyHeader read = header;
        return type == ProxyHeader.class && read != null ? Optional.of(type.cast(read)) : super.feature(type);
    }

    private Optional<Origin.Ip> stream() {
        ProxyHeader read = header;
        return read != null && read.origin() instanceof Origin.Ip ip && ip.flow() == Flow.STREAM
                ? Optional.of(ip)
                : Optional.empty();
    }
}
