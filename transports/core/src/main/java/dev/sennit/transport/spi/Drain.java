package dev.sennit.transport.spi;

import dev.sennit.transport.Carrier;
import dev.sennit.transport.Layer;
import dev.sennit.transport.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * The drain of one connection, made when somebody asks for it: asks the layers from the lowest up, then the protocol, and
 * closes where the protocol does not, once the bytes that had arrived were delivered. Called on the loop.
 */
final class Drain {
    private final LiveConnection<?> connection;
    private boolean requested;
    /** Waits until reading goes on. */
    private @Nullable Runnable whenRead;

    Drain(LiveConnection<?> connection) {
        this.connection = connection;
    }

    /** Begins with the lowest layer. A second call does nothing. */
    void request() {
        if (requested) {
            return;
        }
        requested = true;
        Protocol lowest = connection;
        for (Carrier carrier = connection.below; carrier instanceof Layer layer; carrier = layer.below()) {
            lowest = layer;
        }
        if (!lowest.drainRequested()) {
            connection.close();
        }
    }

    /** All layers have passed the request on. */
    void reachedProtocol() {
        Protocol protocol = connection.top();
        if (protocol == null || !connection.isOpen()) {
            // A handshake may be complete with what has arrived.
            afterArrived(() -> close(null));
        } else if (!protocol.drainRequested() && connection.top() == protocol) {
            afterArrived(() -> close(protocol));
        }
    }

    /** The protocol reads on: what waited for that goes on, too. */
    void readOn() {
        Runnable waiting = whenRead;
        if (waiting != null) {
            whenRead = null;
            afterArrived(waiting);
        }
    }

    /** Closes, unless there is a protocol by now that has not been asked. */
    private void close(@Nullable Protocol asked) {
        if (connection.isOpen() && connection.top() != asked) {
            connection.drainRequested();
        } else {
            connection.close();
        }
    }

    private void afterArrived(Runnable then) {
        connection.below.afterArrived(() -> {
            if (connection.isOpen() && connection.inputNext() != InputFlow.Answer.READ) {
                whenRead = then;
            } else {
                then.run();
            }
        });
    }
}
