package dev.sennit.transport.nio.socket;

import dev.sennit.transport.Address;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.DatagramOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.error.ListenFailedException;
import java.io.IOException;
import java.nio.channels.Selector;

/** Opens the channels of a reactor, and the selectors that they are registered with. Called from any thread. */
public interface Sockets {
    /** Opens a selector for these channels. */
    Selector openSelector() throws IOException;

    /**
     * Opens what a listener needs, bound and listening.
     *
     * @param loops how many loops there are: the most sockets that are of use
     * @throws dev.sennit.transport.error.ListenFailedException if it can't be opened; nothing is left open then
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
     * @throws dev.sennit.transport.error.ListenFailedException if it can't be opened; nothing is left open then
     * @throws dev.sennit.transport.error.ConnectFailedException if its peer can't be had; nothing is left open then
     */
    default DatagramPort datagrams(Address local, DatagramOptions options) {
        throw new ListenFailedException(
                local.toString(), ListenFailedException.Kind.UNSUPPORTED, "there are no datagrams here", null);
    }
}
