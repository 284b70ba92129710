package dev.sennit.transport.spi;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Connection;
import dev.sennit.transport.Protocol;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** One connection, from open to end, for Java Flight Recorder. */
@Name("dev.sennit.Connection")
@Label("Connection")
@Category("Sennit")
@StackTrace(false)
final class ConnectionEvent extends Event {
    @Label("Local Address")
    @Nullable
    String local;

    @Label("Peer Address")
    @Nullable
    String peer;

    @Label("Protocol")
    @Nullable
    String protocol;

    @Label("Close Reason")
    @Nullable
    String reason;

    @Label("Ended By")
    @Nullable
    String endedBy;

    @Label("Phase")
    @Nullable
    String phase;

    @Label("Bytes Received")
    @DataAmount
    long bytesReceived;

    @Label("Bytes Sent")
    @DataAmount
    long bytesSent;

    /** Begins an event, and returns an observer that ends it. Returns the same observer where nobody records. */
    static <P extends Protocol> ConnectionObserver<P> recording(ConnectionObserver<P> observer) {
        ConnectionEvent event = new ConnectionEvent();
        if (!event.isEnabled()) {
            return observer;
        }
        event.begin();
        return new Recording<>(event, observer);
    }

    private void ended(Connection connection, CloseReason why) {
        end();
        if (!shouldCommit()) {
            return;
        }
        local = connection.local().toString();
        peer = connection.peer().toString();
        protocol = connection.protocol().map(top -> top.getClass().getName()).orElse(null);
        reason = why instanceof CloseReason.Broken broken
                ? broken.cause().toString()
                : why.getClass().getSimpleName();
        endedBy = why.ending().by().name();
        phase = why.ending().phase().name();
        bytesReceived = why.ending().traffic().bytesReceived();
        bytesSent = why.ending().traffic().bytesSent();
        commit();
    }

    private record Recording<P extends Protocol>(ConnectionEvent event, ConnectionObserver<P> observer)
            implements ConnectionObserver<P> {
        @Override
        public void opened(Connection connection, P protocol) {
            observer.opened(connection, protocol);
        }

        @Override
        public void notOpened(Connection connection, Throwable cause) {
            observer.notOpened(connection, cause);
        }

        @Override
        public void ended(Connection connection, CloseReason reason) {
            observer.ended(connection, reason);
            event.ended(connection, reason);
        }
    }
}
