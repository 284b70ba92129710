package dev.sennit.memory;

import java.util.concurrent.RejectedExecutionException;

/** A wire between any two loops: each message is a task of the receiving one. */
record DirectWire(MemoryConnection from, MemoryConnection to) implements Wire {
    /** Joins both ends to each other. */
    static void join(MemoryConnection one, MemoryConnection other) {
        one.wire(new DirectWire(one, other));
        other.wire(new DirectWire(other, one));
    }

    @Override
    public void send(Message message) {
        try {
            to.loop().execute(() -> to.receive(message));
        } catch (RejectedExecutionException loopEnded) {
            answerReset();
        }
    }

    /** Who sends to a loop that is gone learns it as from a machine that knows of no such connection. */
    private void answerReset() {
        try {
            from.loop().execute(() -> from.receive(new Message.Reset()));
        } catch (RejectedExecutionException alsoEnded) {
            // Nobody is left to be told.
        }
    }
}
