package dev.sennit.tls.handshake;

import dev.sennit.tls.engine.Alerts;
import dev.sennit.transport.error.TlsFailedException;
import dev.sennit.transport.error.TlsFailedException.Kind;
import java.util.OptionalInt;

/** Words a verdict against the peer: the alert that it gets, and the reason. */
final class Refusal {
    private Refusal() {}

    /** The peer broke a rule. */
    static TlsFailedException of(int alert, String problem) {
        return new TlsFailedException(
                Kind.VIOLATION,
                "we refused a message with the alert " + Alerts.text(alert) + ": " + problem,
                OptionalInt.of(alert),
                null);
    }

    /** The peer asked for more than a limit allows. OpenSSL and BoringSSL send the same alert for an excessive message. */
    static TlsFailedException overLimit(String problem) {
        return new TlsFailedException(Kind.LIMIT, problem, OptionalInt.of(Alerts.ILLEGAL_PARAMETER), null);
    }
}
