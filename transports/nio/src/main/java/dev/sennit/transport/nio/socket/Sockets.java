package dev.sennit.transport.nio.socket;

import dev.sennit.transport.Address;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.DatagramOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.error.ListenFailedException;
import java.io.IOException;

/**
 * Opens the channels of one kind, and the pollers that watch them. A module provides it as a service: then every reactor
 * opens the addresses that it knows, on loops with its pollers. Called from any thread.
 */
public interface Sockets {
    /** Whether such addresses are its own, whatever this machine lacks; if so, they go to it and not to the JDK. */
    boolean opens(Address address);

    /**
     * Whether this machine has what it takes. If not, the JDK opens what it can, and for all else the methods here fail with
     * the reason.
     */
    boolean isUsable();

    /**
     * Whether these sockets are a fallback: they open an address only if no other module has usable sockets for it. False by
     * default.
     */
    default boolean isFallback() {
        return false;
    }

    /** Opens a poller for these channels. */
    Poller openPoller() throws IOException;

    /**
     * Opens what a listener needs, bound and listening.
     *
     * @param loops how many loops there are: the most sockets that are of use
     * @throws ListenFailedException if it can't be opened; nothing is left open then
     */
    ListeningSockets listen(Address address, ListenOptions options, int loops);

    /**
     * Prepares a connection; opens nothing yet.
     *
     * @throws dev.sennit.transport.error.ConnectFailedException if there are no such connections here
     */
    Dialer dialer(Address target, ConnectOptions options);

    /**
     * Opens a datagram socket, bound and, if it is to have a peer, connected. By default there are none.
     *
     * @throws ListenFailedException if it can't be opened; nothing is left open then
     * @throws dev.sennit.transport.error.ConnectFailedException if its peer can't be had; nothing is left open then
     */
    default DatagramPort datagrams(Address local, DatagramOptions options) {
        throw new ListenFailedException(
                local.toString(), ListenFailedException.Kind.UNSUPPORTED, "there are no datagrams here", null);
    }
}
