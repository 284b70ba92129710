package dev.sennit.integration.tls;

import dev.sennit.tls.NamedGroup;
import dev.sennit.tls.TlsSession;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ConnectionBrokenException;
import dev.sennit.transport.error.TlsFailedException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;

/**
 * What our side saw of one connection.
 *
 * @param session what the handshake agreed on; empty if it failed
 * @param reason why the connection ended
 */
public record ConnectionResult(Optional<TlsSession> session, CloseReason reason) {
    /** Returns the same without our wording. */
    public Outcome outcome() {
        Optional<TlsFailedException> failure = failure();
        if (failure.isPresent()) {
            Optional<Alert> alert =
                    failure.get().alert().stream().mapToObj(Alert::of).findFirst();
            return new Outcome.Failed(failure.get().kind(), alert, Set.of(session.isPresent()));
        }
        if (session.isPresent() && reason instanceof CloseReason.Clean) {
            return agreed(session.get());
        }
        boolean isReset = reason instanceof CloseReason.Broken broken
                && broken.cause() instanceof ConnectionBrokenException
                && reason.ending().by() == CloseReason.By.PEER;
        return isReset ? new Outcome.Reset() : new Outcome.Unexpected(toString());
    }

    /** Returns the failure of TLS, if that ended the connection. */
    public Optional<TlsFailedException> failure() {
        if (!(reason instanceof CloseReason.Broken broken)) {
            return Optional.empty();
        }
        Throwable cause = broken.cause() instanceof ConnectFailedException failed && failed.getCause() != null
                ? failed.getCause()
                : broken.cause();
        return cause instanceof TlsFailedException failed ? Optional.of(failed) : Optional.empty();
    }

    /** Returns the group that the keys were agreed in; empty if the engine does not say, or the handshake failed. */
    public Optional<NamedGroup> group() {
        return session.flatMap(TlsSession::group);
    }

    private static Outcome agreed(TlsSession session) {
        Optional<String> peer = session.peerChain().stream().findFirst().map(ConnectionResult::commonName);
        return new Outcome.Agreed(session.version(), session.alpn(), peer, session.resumed());
    }

    /** Returns the common name of a certificate's subject. */
    public static String commonName(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName().replaceFirst("^CN=", "");
    }
}
