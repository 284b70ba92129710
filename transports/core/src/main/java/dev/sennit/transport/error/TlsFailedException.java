package dev.sennit.transport.error;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** TLS could not be begun, or broke. The message names the side that refused, and why, in one plain line. */
public final class TlsFailedException extends NetworkException {
    private static final long serialVersionUID = 1;
    private static final int NONE = -1;

    private final String problem;
    private final Kind kind;
    private final int alert;
    private final @Nullable String peer;

    /**
     * Makes one whose message is "TLS: PROBLEM".
     *
     * @param problem what happened: who refused what, seen and wanted
     * @param alert the alert sent or received (RFC 8446, section 6), 0 to 255, or empty if there was none
     */
    public TlsFailedException(Kind kind, String problem, OptionalInt alert, @Nullable Throwable cause) {
        this("TLS: ", problem, kind, alert.orElse(NONE), null, cause);
    }

    private TlsFailedException(
            String opening, String problem, Kind kind, int alert, @Nullable String peer, @Nullable Throwable cause) {
        super(opening + problem, cause);
        this.problem = problem;
        this.kind = kind;
        this.alert = alert;
        this.peer = peer;
    }

    /**
     * The same, with whom: the message is "TLS with PEER: PROBLEM". On a way of several hops that says which one it was.
     *
     * @param peer the name that the peer was to prove
     */
    public TlsFailedException with(String peer) {
        TlsFailedException named =
                new TlsFailedException("TLS with " + peer + ": ", problem, kind, alert, peer, getCause());
        named.setStackTrace(getStackTrace());
        return named;
    }

    /** Returns the name that the peer was to prove; empty if it was to prove none. */
    public Optional<String> peer() {
        return Optional.ofNullable(peer);
    }

    /** What kind of failure it is. */
    public Kind kind() {
        return kind;
    }

    /** The alert that was sent or received (RFC 8446, section 6), or empty if there was none. */
    public OptionalInt alert() {
        return alert == NONE ? OptionalInt.empty() : OptionalInt.of(alert);
    }

    /** What kind of failure it is. */
    public enum Kind {
        /** We did not accept the peer's certificate: its date, its issuer, its name, its key. */
        CERTIFICATE,
        /** The peer ended it with an alert: it did not accept our certificate, or nothing that we offered. */
        REFUSED_BY_PEER,
        /** We refused what the peer offered: no version, cipher suite, group or application protocol in common. */
        NOTHING_IN_COMMON,
        /** What came is no TLS: plain text, perhaps. */
        NOT_TLS,
        /** The handshake was not done in the time allowed. */
        TIMED_OUT,
        /** The bytes ended without close_notify: what came may be cut short (RFC 8446, section 6.1). */
        TRUNCATED,
        /** The peer broke the rules of TLS, or a record was tampered with. */
        VIOLATION,
        /** The peer asked more of us than our limits allow. */
        LIMIT,
        /** Something failed on our side: a key that cannot sign, say. */
        INTERNAL
    }
}
