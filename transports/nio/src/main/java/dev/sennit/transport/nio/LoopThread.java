package dev.sennit.transport.nio;

import dev.sennit.transport.deferred.NonBlockingThread;

/** The thread of one loop; nothing may wait on it. */
final class LoopThread extends Thread implements NonBlockingThread {
    LoopThread(Runnable loop, String name) {
        super(loop, name);
        setDaemon(false);
    }
}
