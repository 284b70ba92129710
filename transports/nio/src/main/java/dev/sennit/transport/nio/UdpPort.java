package dev.sennit.transport.nio;

import dev.sennit.transport.Address;
import dev.sennit.transport.DatagramOptions;
import dev.sennit.transport.UdpAddress;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.DatagramFailedException;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.nio.socket.DatagramPort;
import dev.sennit.transport.nio.socket.SocketErrors;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import org.jspecify.annotations.Nullable;

/** A UDP socket of the JDK's. */
final class UdpPort extends JdkPoller.Channel<DatagramChannel> implements DatagramPort {
    private static final Logger LOG = System.getLogger(UdpPort.class.getName());

    private final UdpAddress local;
    private final @Nullable UdpAddress peer;
    // The last of each is often the next.
    private UdpAddress sender;
    private InetSocketAddress senderAsTold;
    private UdpAddress target;
    private InetSocketAddress targetToTell;

    private UdpPort(DatagramChannel channel, @Nullable UdpAddress peer) throws IOException {
        super(channel);
        this.peer = peer;
        this.targetToTell = (InetSocketAddress) channel.getLocalAddress();
        this.senderAsTold = targetToTell;
        this.local = UdpAddress.of(targetToTell);
        this.target = local;
        this.sender = local;
    }

    static UdpPort open(UdpAddress wanted, DatagramOptions options) {
        try {
            DatagramChannel channel = openChannel(wanted);
            try {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, options.reuseAddress());
                channel.setOption(StandardSocketOptions.SO_BROADCAST, options.broadcast());
                channel.bind(toBind(wanted));
                return new UdpPort(channel, connect(channel, options.peer().orElse(null)));
            } catch (IOException | RuntimeException failure) {
                channel.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw SocketErrors.listen(wanted.toString(), failure);
        } catch (UnsupportedOperationException failure) {
            // The JDK's word for a family that this machine does not have.
            throw new ListenFailedException(
                    wanted.toString(), ListenFailedException.Kind.NO_SUCH_ADDRESS, "this machine has no IPv6", failure);
        }
    }

    private static DatagramChannel openChannel(UdpAddress wanted) throws IOException {
        if (wanted.ip() instanceof Inet4Address) {
            return DatagramChannel.open(StandardProtocolFamily.INET);
        }
        return wanted.ip().isAnyLocalAddress()
                ? DatagramChannel.open()
                : DatagramChannel.open(StandardProtocolFamily.INET6);
    }

    /** The address wanted; "::" for both IP versions also where the machine has only one. */
    private static InetSocketAddress toBind(UdpAddress wanted) {
        boolean everywhere = wanted.ip().isAnyLocalAddress() && !(wanted.ip() instanceof Inet4Address);
        return everywhere ? new InetSocketAddress(wanted.port()) : wanted.toSocketAddress();
    }

    private static @Nullable UdpAddress connect(DatagramChannel channel, @Nullable Address peer) {
        if (peer == null) {
            return null;
        }
        if (!(peer instanceof UdpAddress udp)) {
            throw new ConnectFailedException(
                    peer.toString(),
                    ConnectFailedException.Kind.UNSUPPORTED,
                    "a UDP socket's peer is a UdpAddress",
                    null);
        }
        try {
            channel.connect(udp.toSocketAddress());
            return udp;
        } catch (UnsupportedAddressTypeException wrongFamily) {
            throw new ConnectFailedException(
                    udp.toString(),
                    ConnectFailedException.Kind.UNSUPPORTED,
                    "an IPv4 socket has no IPv6 peers",
                    wrongFamily);
        } catch (IOException failure) {
            throw SocketErrors.connect(udp.toString(), failure);
        }
    }

    @Override
    public UdpAddress local() {
        return local;
    }

    @Override
    public boolean tellsOfRoom() {
        return true;
    }

    @Override
    public boolean send(ByteBuffer data, Address to) {
        if (!(to instanceof UdpAddress udp)) {
            throw unsupported(to, "UDP goes to a UdpAddress", null);
        }
        int bytes = data.remaining();
        try {
            // Without room the answer is 0, as it is for an empty one that left: one that did not is lost, as any may
            // be.
            int sent = peer == null ? channel.send(data, told(udp)) : channel.write(data);
            return sent == bytes;
        } catch (UnsupportedAddressTypeException wrongFamily) {
            throw unsupported(to, "an IPv4 socket sends to no IPv6 address", wrongFamily);
        } catch (IllegalArgumentException unresolvable) {
            throw unsupported(to, "nothing can be sent there: " + unresolvable.getMessage(), unresolvable);
        } catch (IOException failure) {
            throw SocketErrors.datagram(udp, bytes, failure);
        }
    }

    private static DatagramFailedException unsupported(Address to, String problem, @Nullable Throwable cause) {
        return DatagramFailedException.toSend(to.toString(), DatagramFailedException.Kind.UNSUPPORTED, problem, cause);
    }

    private InetSocketAddress told(UdpAddress to) {
        if (!to.equals(target)) {
            target = to;
            targetToTell = to.toSocketAddress();
        }
        return targetToTell;
    }

    /** The JDK cuts what does not fit without a word, so the caller leaves room for a byte more than it takes. */
    @Override
    public int receive(ByteBuffer into) throws IOException {
        int before = into.position();
        InetSocketAddress from;
        try {
            from = (InetSocketAddress) channel.receive(into);
        } catch (IOException failure) {
            if (peer == null) {
                throw failure;
            }
            // What the system heard of an earlier datagram (RFC 1122 section 4.1.3.3).
            throw SocketErrors.datagram(peer, 0, failure);
        }
        if (from == null) {
            return -1;
        }
        if (!from.equals(senderAsTold)) {
            senderAsTold = from;
            sender = UdpAddress.of(from);
        }
        return into.position() - before;
    }

    @Override
    public UdpAddress sender() {
        return sender;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "closing " + this, failure);
        }
    }

    @Override
    public String toString() {
        return "socket " + local;
    }
}
