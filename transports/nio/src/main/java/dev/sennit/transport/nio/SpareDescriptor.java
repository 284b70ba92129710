package dev.sennit.transport.nio;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Descriptors kept back for the day when none is left: given up for a moment, they let a waiting peer be accepted and
 * dropped, where otherwise the listening socket would stay ready and the loop spin. One per reactor; any thread.
 */
final class SpareDescriptor {
    private static final Logger LOG = System.getLogger(SpareDescriptor.class.getName());

    private @Nullable Pipe spare;

    /** Takes the spare ones. */
    synchronized void hold() {
        if (spare == null) {
            try {
                spare = Pipe.open();
            } catch (IOException failure) {
                LOG.log(Level.DEBUG, "no descriptor could be kept back", failure);
            }
        }
    }

    /** Lets them go, for good. */
    synchronized void release() {
        Pipe held = spare;
        spare = null;
        if (held != null) {
            close(held);
        }
    }

    /** Accepts and drops peers while the spare descriptors last; false if that was not possible. */
    synchronized boolean shed(ServerSocketChannel listening) {
        if (spare == null) {
            return false;
        }
        release();
        boolean shed = false;
        try (SocketChannel unlucky = listening.accept()) {
            shed = unlucky != null;
        } catch (IOException stillNone) {
            LOG.log(Level.DEBUG, "somebody else took the spare descriptor", stillNone);
        }
        hold();
        return shed;
    }

    private static void close(Pipe pipe) {
        try {
            pipe.sink().close();
            pipe.source().close();
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "closing the spare descriptor", failure);
        }
    }
}
