package dev.sennit.transport.nio;

import dev.sennit.transport.nio.socket.ListeningChannel;
import dev.sennit.transport.nio.socket.SocketErrors;
import dev.sennit.transport.nio.socket.StreamChannel;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Descriptors kept back for the day when none is left: one given up for a moment lets a waiting peer be accepted and
 * dropped, where otherwise the listening socket would stay ready and the loop spin. One per reactor; any thread.
 *
 * <p>Whoever else opens a file in that moment may take the one given up. So there are two, and nobody is let in while
 * one is missing: else peers would take what becomes free, and none could be turned away again.
 */
final class SpareDescriptors {
    private static final Logger LOG = System.getLogger(SpareDescriptors.class.getName());

    /** Costs a descriptor and nothing else. */
    private static final Path NOTHING = Path.of("/dev/null");
    /** None where there is no such file: there, on Windows, is no such limit either. */
    private static final int KEPT = Files.exists(NOTHING) ? 2 : 0;

    /** Written by whoever touches the spare ones; read by accepting, so that no other acceptor takes them meanwhile. */
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private final Deque<FileChannel> kept = new ArrayDeque<>();
    /** Why there are fewer than there should be. */
    private @Nullable IOException shortage;

    private int holders;

    /** One more listener wants them. */
    void hold() {
        lock.writeLock().lock();
        try {
            holders++;
            fill();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** One listener less does; the last lets them go. */
    void release() {
        lock.writeLock().lock();
        try {
            holders--;
            while (holders == 0 && !kept.isEmpty()) {
                letOneGo();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /**
     * Accepts a peer if one waits; every acceptor of the reactor does it here.
     *
     * @throws IOException also if there would be a descriptor for the peer but none to keep back
     */
    @Nullable
    StreamChannel accept(ListeningChannel listening) throws IOException {
        lock.readLock().lock();
        try {
            if (shortage == null) {
                return listening.accept();
            }
        } finally {
            lock.readLock().unlock();
        }
        lock.writeLock().lock();
        try {
            fill();
            if (shortage != null && SocketErrors.isOutOfDescriptors(shortage)) {
                throw shortage;
            }
            return listening.accept();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /**
     * Accepts a peer, if one waits, and drops it; false if that was not possible.
     *
     * @param report runs if one was dropped, while a spare descriptor is still free: a logger may need one, as the JDK's
     *     own does to read the time zones before its first line
     */
    boolean shed(ListeningChannel listening, Runnable report) {
        lock.writeLock().lock();
        try {
            return !kept.isEmpty() && dropOne(listening, report);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private boolean dropOne(ListeningChannel listening, Runnable report) {
        letOneGo();
        try {
            StreamChannel unlucky = listening.accept();
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
            fill();
        }
    }

    private void fill() {
        shortage = null;
        try {
            while (holders > 0 && kept.size() < KEPT) {
                kept.add(FileChannel.open(NOTHING));
            }
        } catch (IOException failure) {
            shortage = failure;
            LOG.log(Level.DEBUG, "no descriptor could be kept back", failure);
        }
    }

    private void letOneGo() {
        try {
            kept.remove().close();
        } catch (IOException failure) {
            LOG.log(Level.DEBUG, "closing a spare descriptor", failure);
        }
    }
}
