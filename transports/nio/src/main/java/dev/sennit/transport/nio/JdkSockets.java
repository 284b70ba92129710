package dev.sennit.transport.nio;

import dev.sennit.transport.Address;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.DatagramOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.UdpAddress;
import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.nio.socket.DatagramPort;
import dev.sennit.transport.nio.socket.Dialer;
import dev.sennit.transport.nio.socket.ListeningSockets;
import dev.sennit.transport.nio.socket.Sockets;
import java.io.IOException;
import java.nio.channels.Selector;

/** The JDK's own: TCP, UDP, and Unix sockets by path. */
enum JdkSockets implements Sockets {
    INSTANCE;

    private static final String ABSTRACT =
            "the JDK has no abstract names; the UnixReactor of sennit-transport-unix has";
    private static final String UNIX_DATAGRAMS =
            "the JDK has no Unix sockets for datagrams; the UnixReactor of sennit-transport-unix has";
    private static final String OTHERS = "this reactor opens TCP addresses and Unix paths only";

    @Override
    public Selector openSelector() throws IOException {
        return Selector.open();
    }

    @Override
    public ListeningSockets listen(Address address, ListenOptions options, int loops) {
        if (address instanceof TcpAddress tcp) {
            return new TcpListening(tcp, options, loops).open();
        }
        if (address instanceof UnixAddress unix && isPath(unix)) {
            return new UnixListening(unix, options).open();
        }
        throw new ListenFailedException(
                address.toString(), ListenFailedException.Kind.UNSUPPORTED, problem(address), null);
    }

    @Override
    public Dialer dialer(Address target, ConnectOptions options) {
        if (target instanceof TcpAddress tcp) {
            return new TcpDialer(tcp, options);
        }
        if (target instanceof UnixAddress unix && isPath(unix)) {
            return new UnixDialer(unix);
        }
        throw new ConnectFailedException(
                target.toString(), ConnectFailedException.Kind.UNSUPPORTED, problem(target), null);
    }

    @Override
    public DatagramPort datagrams(Address local, DatagramOptions options) {
        if (local instanceof UdpAddress udp) {
            return UdpPort.open(udp, options);
        }
        String problem = local instanceof UnixAddress ? UNIX_DATAGRAMS : "datagrams take a UdpAddress here";
        throw new ListenFailedException(local.toString(), ListenFailedException.Kind.UNSUPPORTED, problem, null);
    }

    private static boolean isPath(UnixAddress address) {
        return !address.isAbstract() && !address.isUnnamed();
    }

    private static String problem(Address address) {
        return address instanceof UnixAddress unix && unix.isAbstract() ? ABSTRACT : OTHERS;
    }
}
