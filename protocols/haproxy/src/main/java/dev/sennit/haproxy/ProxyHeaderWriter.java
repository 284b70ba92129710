package dev.sennit.haproxy;

import dev.sennit.transport.Address;
import dev.sennit.transport.Carrier;
import dev.sennit.transport.Layer;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import java.util.function.Function;

/** Sends a PROXY header as the first thing on a connection; it waits for nothing. */
public final class ProxyHeaderWriter extends Layer {
    private final Function<Carrier, ProxyHeader> header;

    /**
     * Makes a layer.
     *
     * @param header makes the header from the carrier below, once that is open; called on the loop
     */
    public ProxyHeaderWriter(Function<Carrier, ProxyHeader> header) {
        this.header = header;
    }

    /** Makes a layer that tells of the connection itself, as if a proxy stood where it begins. */
    public static ProxyHeaderWriter ofItself(int version) {
        return new ProxyHeaderWriter(below -> of(version, below.local(), below.peer()));
    }

    /**
     * Makes a layer that tells of another connection, which is passed on by this one.
     *
     * @param accepted the one that came
     */
    public static ProxyHeaderWriter of(int version, Transport accepted) {
        return new ProxyHeaderWriter(below -> of(version, accepted.peer(), accepted.local()));
    }

    private static ProxyHeader of(int version, Address source, Address destination) {
        Origin origin = source instanceof TcpAddress from && destination instanceof TcpAddress to
                ? Origin.Ip.tcp(from, to)
                : new Origin.Unknown();
        return version == 1 ? ProxyHeader.version1(origin) : ProxyHeader.version2(origin);
    }

    @Override
    public void connectionMade() {
        below().write(header.apply(below()).encode());
        above().connectionMade();
    }
}
