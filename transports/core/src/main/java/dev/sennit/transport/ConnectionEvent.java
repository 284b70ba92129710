package dev.sennit.transport;

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

    /** Begins an event, or returns null where nobody records: an open connection then holds none. */
    static @Nullable ConnectionEvent begun() {
        ConnectionEvent event = new ConnectionEvent();
        if (!event.isEnabled()) {
            return null;
        }
        event.begin();
        return event;
    }

    void ended(Connection connection, @Nullable Protocol top, CloseReason why) {
        end();
        if (!shouldCommit()) {
            return;
        }
        local = connection.local().toString();
        peer = connection.peer().toString();
        protocol = top == null ? null : top.getClass().getName();
        reason = why instanceof CloseReason.Broken broken
                ? broken.cause().toString()
                : why.getClass().getSimpleName();
        endedBy = why.ending().by().name();
        phase = why.ending().phase().name();
        bytesReceived = why.ending().traffic().bytesReceived();
        bytesSent = why.ending().traffic().bytesSent();
        commit();
    }
}
