package dev.sennit.transport.nio;

import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.ListenOptions.Family;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.nio.socket.Dialer;
import java.io.IOException;
import java.net.Inet6Address;
import java.nio.channels.SocketChannel;

/** A TCP connection on its way out. */
record TcpDialer(TcpAddress target, ConnectOptions options, TcpStream kind) implements Dialer {
    TcpDialer(TcpAddress target, ConnectOptions options) {
        this(target, options, new TcpStream(Family.ANY, options.noDelay(), options.keepAlive()));
    }

    @Override
    public SocketChannel open() throws IOException {
        return SocketChannel.open();
    }

    @Override
    public boolean connect(SocketChannel channel) throws IOException {
        kind.tune(channel);
        TcpAddress from = options.bind().orElse(null);
        if (from != null) {
            try {
                channel.bind(from.toSocketAddress());
            } catch (IOException failure) {
                throw SocketErrors.bind(target.toString(), from.toString(), failure);
            }
        }
        return channel.connect(target.toSocketAddress());
    }

    @Override
    public boolean isBusy(IOException failure) {
        return false;
    }

    @Override
    public ConnectFailedException failed(IOException failure) {
        boolean withoutScope =
                target.ip() instanceof Inet6Address ip && ip.isLinkLocalAddress() && ip.getScopeId() == 0;
        if (withoutScope && String.valueOf(failure.getMessage()).contains("Invalid argument")) {
            String problem = "a link-local address is of one network; name its interface, as in [" + target.host()
                    + "%eth0]:" + target.port();
            return new ConnectFailedException(
                    target.toString(), ConnectFailedException.Kind.UNREACHABLE, problem, failure);
        }
        return SocketErrors.connect(target.toString(), failure);
    }
}
