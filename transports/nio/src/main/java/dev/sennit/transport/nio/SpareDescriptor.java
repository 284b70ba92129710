package dev.sennit.transport.nio;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Descriptors kept back for the day when none is left: given up for a moment, they let a waiting peer be accepted and
 * dropped, where otherwise the listening socket would stay ready and the loop spin. One per reactor; any thread.
 */
final class SpareDescriptor {
    private static final Logger LOG = System.getLogger(SpareDescriptor.class.getName());

    /** Written by whoever touches the spare ones; read by accepting, so that no other door takes them meanwhile. */
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private @Nullable Pipe spare;
    private int holders;

    /** One more listener wants them. */
    void hold() {
        alone(() -> {
            if (holders++ == 0) {
                take();
            }
        });
    }

    /** One listener less does; the last lets them go. */
    void release() {
        alone(() -> {
            if (--holders == 0) {
                letGo();
            }
        });
    }

    /** Accepts a peer if one waits; every door of the reactor does it here. */
    @Nullable
    SocketChannel accept(ServerSocketChannel listening) throws IOException {
        lock.readLock().lock();
        try {
            return listening.accept();
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * Accepts a peer, if one waits, and drops it; false if that was not possible.
     *
     * @param report runs if one was dropped, while the spare descriptors are still free: a logger may need one, as the JDK's own
     *     does to read the time zones before its first line
     */
    boolean shed(ServerSocketChannel listening, Runnable report) {
        lock.writeLock().lock();
        try {
            if (spare == null) {
                // Somebody else, a file perhaps, was quicker the last time.
                take();
            }
            return spare != null && dropOne(listening, report);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private boolean dropOne(ServerSocketChannel listening, Runnable report) {
        letGo();
        try {
            SocketChannel unlucky = listening.accept();
            // Without a descriptor the system complains even where nobody waits.
            if (unlucky != null) {
                unlucky.close();
                report.run();
            }
            return true;
        } catch (IOException stillNone) {
            LOG.log(Level.DEBUG, "somebody else took the spare descriptor", stillNone);
            return false;
        } finally {
            take();
        }
    }

    private void alone(Runnable action) {
        lock.writeLock().lock();
        try {
            action.run();
        } finally {
            lock.writeLock().unlock();
        }
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
