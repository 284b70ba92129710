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
    private int holders;

    /** One more listener wants them. */
    synchronized void hold() {
        if (holders++ == 0) {
            take();
        }
    }

    /** One listener less does; the last lets them go. */
    synchronized void release() {
        if (--holders == 0) {
            letGo();
        }
    }

    /** Accepts and drops peers while the spare descriptors last; false if that was not possible. */
    synchronized boolean shed(ServerSocketChannel listening) {
        if (spare == null) {
            return false;
        }
        letGo();
        boolean shed = false;
        try (SocketChannel unlucky = listening.accept()) {
            shed = unlucky != null;
        } catch (IOException stillNone) {
            LOG.log(Level.DEBUG, "somebody else took the spare descriptor", stillNone);
        }
        take();
        return shed;
    }

    private void take() {
        try {
            spare = Pipe.open();
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "no descriptor could be kept back", failure);
        }
    }

    private void letGo() {
        Pipe held = spare;
        spare = null;
        if (held == null) {
            return;
        }
        try {
            held.sink().close();
            held.source().close();
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "closing the spare descriptor", failure);
        }
    }
}
