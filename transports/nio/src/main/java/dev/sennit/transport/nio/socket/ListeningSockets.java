package dev.sennit.transport.nio.socket;

import dev.sennit.transport.Address;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * The open sockets of one listener.
 *
 * @param address the real one
 * @param channels one or more; more than one where the system deals connections out among them
 * @param beforeClose frees what else belongs to the address; called once, before the last of the channels is closed
 * @param afterClose called once, after that
 */
public record ListeningSockets(
        Address address, List<ListeningChannel> channels, Runnable beforeClose, Runnable afterClose) {
    private static final Logger LOG = System.getLogger(ListeningSockets.class.getName());

    /** Keeps its own copy of the list. */
    public ListeningSockets {
        channels = List.copyOf(channels);
    }

    /** Sockets with nothing else to free. */
    public static ListeningSockets of(Address address, List<? extends ListeningChannel> channels) {
        return new ListeningSockets(address, List.copyOf(channels), () -> {}, () -> {});
    }

    /** Closes all of it, where it came to no use. */
    public void close() {
        beforeClose.run();
        for (ListeningChannel channel : channels) {
            try {
                channel.close();
            } catch (IOException failure) {
                LOG.log(Level.DEBUG, "closing " + channel, failure);
            }
        }
        afterClose.run();
    }
}
