package dev.sennit.protocol.proxy.header;

import dev.sennit.transport.Address;
import dev.sennit.transport.Layer;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import java.util.function.Function;

/** Sends a PROXY header as the first thing on a connection; it waits for nothing. */
public final class ProxyHeaderWriter extends Layer {
    private final Function<Transport, ProxyHeader> header;

    /**
     * Makes a layer.
     *
     * @param header makes the header for the connection, once that is open
     */
    public ProxyHeaderWriter(Function<Transport, ProxyHeader> header) {
        this.header = header;
    }

    /** Makes a layer that tells of the connection itself, as if a proxy stood where it begins. */
    public static ProxyHeaderWriter ofItself(int version) {
        return new ProxyHeaderWriter(transport -> of(version, transport.local(), transport.peer()));
    }

    /**
     * Makes a layer that tells of another connection, which is passed on by this one.
     *
     * @param accepted the one that came
     */
    public static ProxyHeaderWriter of(int version, Transport accepted) {
        return new ProxyHeaderWriter(transport -> of(version, accepted.peer(), accepted.local()));
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
