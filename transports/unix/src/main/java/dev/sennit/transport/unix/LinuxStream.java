package dev.sennit.transport.unix;

import dev.sennit.transport.Address;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.TcpSocket;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.nio.socket.Outlet;
import dev.sennit.transport.nio.socket.StreamKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Connections on descriptors: Unix sockets, and whatever other stream sockets were handed over.
 *
 * @param word for logs
 * @param knownLocal this end where it is known better than the system does, which remembers a path as it was bound
 * @param knownPeer the other end, likewise
 */
record LinuxStream(String word, Optional<Address> knownLocal, Optional<Address> knownPeer) implements StreamKind {
    static LinuxStream unix() {
        return new LinuxStream("unix", Optional.empty(), Optional.empty());
    }

    LinuxStream withLocal(Address local) {
        return new LinuxStream(word, Optional.of(local), knownPeer);
    }

    LinuxStream withPeer(Address peer) {
        return new LinuxStream(word, knownLocal, Optional.of(peer));
    }

    @Override
    public boolean welcome(SocketChannel accepted) {
        return true;
    }

    @Override
    public Address local(SocketChannel channel) throws IOException {
        return knownLocal.isPresent() ? knownLocal.get() : SocketNames.read(open(channel), false);
    }

    @Override
    public Address peer(SocketChannel channel) throws IOException {
        return knownPeer.isPresent() ? knownPeer.get() : SocketNames.read(open(channel), true);
    }

    @Override
    public void resetOnClose(SocketChannel channel) throws IOException {
        if (isTcp(channel)) {
            Watch.option(open(channel), Libc.SOL_SOCKET, Libc.SO_LINGER, 1, 0);
        }
    }

    @Override
    public <T> Optional<T> feature(Class<T> type, SocketChannel channel, Outlet outlet) {
        Object found = null;
        try {
            if (type == TcpSocket.class && isTcp(channel)) {
                found = new Options((LinuxChannel) channel);
            } else if (type == PeerCredentials.class && !isTcp(channel)) {
                found = ((LinuxChannel) channel).ask(Watch::credentials);
            } else if (type == FileDescriptors.class && !isTcp(channel)) {
                ((LinuxChannel) channel).wantDescriptors();
                found = new Passing((LinuxChannel) channel, outlet);
            }
        } catch (IOException closed) {
            return Optional.empty();
        }
        return Optional.ofNullable(found).map(type::cast);
    }

    private static boolean isTcp(SocketChannel channel) throws IOException {
        return ((LinuxChannel) channel).ask(socket -> SocketNames.read(socket, false) instanceof TcpAddress);
    }

    private static int open(SocketChannel channel) throws IOException {
        return ((LinuxChannel) channel).number();
    }

    /** What can be set on an open TCP socket. */
    private record Options(LinuxChannel channel) implements TcpSocket {
        @Override
        public void noDelay(boolean on) {
            set(Libc.IPPROTO_TCP, Libc.TCP_NODELAY, on);
        }

        @Override
        public void keepAlive(boolean on) {
            set(Libc.SOL_SOCKET, Libc.SO_KEEPALIVE, on);
        }

        private void set(int level, int option, boolean on) {
            try {
                channel.<Boolean>ask(socket -> {
                    Watch.option(socket, level, option, on ? 1 : 0);
                    return on;
                });
            } catch (IOException failure) {
                throw new IllegalStateException("the connection is closed; its options cannot be set", failure);
            }
        }
    }

    /** Passes descriptors in order with the bytes. */
    private record Passing(LinuxChannel channel, Outlet outlet) implements FileDescriptors {
        @Override
        public Deferred<Void> send(ByteBuffer data, List<Descriptor> descriptors) {
            if (!data.hasRemaining()) {
                throw new IllegalArgumentException("descriptors travel with a byte or more, and there is none");
            }
            if (descriptors.isEmpty() || descriptors.size() > MOST_AT_ONCE) {
                throw new IllegalArgumentException(
                        "1 to " + MOST_AT_ONCE + " descriptors travel at once, not " + descriptors.size());
            }
            if (!descriptors.stream().allMatch(Descriptor::isOpen)) {
                throw new IllegalArgumentException("a descriptor has been closed: " + descriptors);
            }
            ByteBuffer own =
                    ByteBuffer.allocateDirect(data.remaining()).put(data).flip();
            List<Descriptor> copies = new ArrayList<>();
            try {
                descriptors.forEach(each -> copies.add(each.copy()));
            } catch (RuntimeException failure) {
                copies.forEach(Descriptor::close);
                throw failure;
            }
            Deferred.Source<Void> answer = new Deferred.Source<>(outlet.loop());
            outlet.send(new DescriptorItem(own, copies, answer, outlet.loop()));
            return answer.deferred();
        }

        @Override
        public List<Descriptor> take() {
            return channel.takeDescriptors();
        }
    }
}
