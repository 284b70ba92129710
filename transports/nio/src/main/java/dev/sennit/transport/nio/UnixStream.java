package dev.sennit.transport.nio;

import dev.sennit.transport.UnixAddress;
import dev.sennit.transport.nio.socket.Outlet;
import dev.sennit.transport.nio.socket.StreamKind;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/**
 * Connections of Unix sockets by path.
 *
 * @param local this end, as it was asked for: the JDK knows only the path at which a socket was bound at first
 * @param peer the other end
 */
record UnixStream(UnixAddress local, UnixAddress peer) implements StreamKind {
    @Override
    public String word() {
        return "unix";
    }

    @Override
    public boolean welcome(SocketChannel accepted) {
        return true;
    }

    @Override
    public UnixAddress local(SocketChannel channel) {
        return local;
    }

    @Override
    public UnixAddress peer(SocketChannel channel) {
        return peer;
    }

    @Override
    public void resetOnClose(SocketChannel channel) {
        // There is no such thing: the peer sees an end, or a reset if it sent what was never read.
    }

    @Override
    public <T> Optional<T> feature(Class<T> type, SocketChannel channel, Outlet outlet) {
        try {
            return type == UnixDomainPrincipal.class
                    ? Optional.of(type.cast(channel.getOption(ExtendedSocketOptions.SO_PEERCRED)))
                    : Optional.empty();
        } catch (IOException | UnsupportedOperationException closedOrNotHere) {
            return Optional.empty();
        }
    }
}
