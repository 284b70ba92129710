package dev.sennit.transport.nio;

import dev.sennit.transport.Address;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.ListenOptions.Family;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.TcpSocket;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.nio.socket.Dialer;
import dev.sennit.transport.nio.socket.Outlet;
import dev.sennit.transport.nio.socket.SocketErrors;
import dev.sennit.transport.nio.socket.StreamChannel;
import dev.sennit.transport.spi.StreamCarrier;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A TCP connection. */
final class TcpStream extends JdkStream implements StreamCarrier.Ends {
    private final Options options;
    // The channel holds these, too, and forgets them when it is closed.
    private @Nullable InetSocketAddress local;
    private @Nullable InetSocketAddress peer;

    TcpStream(SocketChannel channel, Options options) throws IOException {
        super(channel);
        this.options = options;
    }

    /** What such connections begin with. */
    record Options(Family family, boolean noDelay, boolean keepAlive) {}

    /** Prepares a connection on its way out. */
    static Dialer dialer(TcpAddress target, ConnectOptions options) {
        return new Dialing(target, options, new Options(Family.ANY, options.noDelay(), options.keepAlive()));
    }

    @Override
    public boolean welcome() throws IOException {
        if (isUnwanted()) {
            return false;
        }
        tune();
        return true;
    }

    private void tune() throws IOException {
        if (options.noDelay()) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
        if (options.keepAlive()) {
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        }
    }

    /** The JDK opens every IPv6 socket for IPv4 as well. */
    private boolean isUnwanted() throws IOException {
        return options.family() == Family.IPV6
                && channel.getRemoteAddress() instanceof InetSocketAddress peer
                && peer.getAddress() instanceof Inet4Address;
    }

    @Override
    public StreamCarrier.Ends ends() throws IOException {
        local = (InetSocketAddress) channel.getLocalAddress();
        peer = (InetSocketAddress) channel.getRemoteAddress();
        return this;
    }

    @Override
    public Address local() {
        return TcpAddress.of(Objects.requireNonNull(local));
    }

    @Override
    public Address peer() {
        return TcpAddress.of(Objects.requireNonNull(peer));
    }

    @Override
    public void resetOnClose() throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    }

    @Override
    public <T> Optional<T> feature(Class<T> type, Outlet outlet) {
        return type == TcpSocket.class ? Optional.of(type.cast(new Socket(channel))) : Optional.empty();
    }

    @Override
    public String toString() {
        return "tcp";
    }

    /** What can be set on the open socket. */
    private record Socket(SocketChannel channel) implements TcpSocket {
        @Override
        public void noDelay(boolean on) {
            set(StandardSocketOptions.TCP_NODELAY, on);
        }

        @Override
        public void keepAlive(boolean on) {
            set(StandardSocketOptions.SO_KEEPALIVE, on);
        }

        private <T> void set(SocketOption<T> option, T value) {
            try {
                channel.setOption(option, value);
            } catch (IOException failure) {
                throw new IllegalStateException(
                        "the connection is closed; " + option.name() + " cannot be set", failure);
            }
        }
    }

    private record Dialing(TcpAddress target, ConnectOptions options, Options begin) implements Dialer {
        @Override
        public StreamChannel dial() throws IOException {
            SocketChannel channel = SocketChannel.open();
            try {
                TcpStream stream = new TcpStream(channel, begin);
                stream.tune();
                TcpAddress from = options.bind().orElse(null);
                if (from != null) {
                    bind(channel, from);
                }
                channel.connect(target.toSocketAddress());
                return stream;
            } catch (Throwable failure) {
                channel.close();
                throw failure;
            }
        }

        private void bind(SocketChannel channel, TcpAddress from) {
            try {
                channel.bind(from.toSocketAddress());
            } catch (IOException failure) {
                throw SocketErrors.bind(target.toString(), from.toString(), failure);
            }
        }

        @Override
        public boolean isBusy(IOException failure) {
            return false;
        }

        @Override
        public ConnectFailedException failed(IOException failure) {
            return SocketErrors.connect(target, failure);
        }
    }
}
