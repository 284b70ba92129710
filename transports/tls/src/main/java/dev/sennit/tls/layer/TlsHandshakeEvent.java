package dev.sennit.tls.layer;

import dev.sennit.tls.NamedGroup;
import dev.sennit.tls.TlsSession;
import dev.sennit.transport.Address;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** One handshake, from its start to its outcome, for Java Flight Recorder. */
@Name("dev.sennit.TlsHandshake")
@Label("TLS Handshake")
@Category("Sennit")
@StackTrace(false)
final class TlsHandshakeEvent extends Event {
    @Label("Side")
    @Nullable
    String side;

    @Label("Peer Address")
    @Nullable
    String peer;

    @Label("Version")
    @Nullable
    String version;

    @Label("Cipher Suite")
    @Nullable
    String suite;

    @Label("Group")
    @Nullable
    String group;

    @Label("Resumed")
    boolean resumed;

    @Label("Outcome")
    @Nullable
    String outcome;

    /** Begins an event, or returns null where nobody records. */
    static @Nullable TlsHandshakeEvent begun() {
        TlsHandshakeEvent event = new TlsHandshakeEvent();
        if (!event.isEnabled()) {
            return null;
        }
        event.begin();
        return event;
    }

    void done(Side ours, Address theirs, TlsSession session) {
        end();
        version = session.version().standardName();
        suite = session.suite().name();
        group = session.group().map(NamedGroup::standardName).orElse(null);
        resumed = session.resumed();
        finish(ours, theirs, "done");
    }

    void failed(Side ours, Address theirs, String why) {
        end();
        finish(ours, theirs, why);
    }

    private void finish(Side ours, Address theirs, String how) {
        if (shouldCommit()) {
            side = ours.toString();
            peer = theirs.toString();
            outcome = how;
            commit();
        }
    }
}
