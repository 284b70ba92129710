package dev.sennit.integration.tls;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.error.ConnectFailed;
import dev.sennit.transport.error.TlsFailed;
import dev.sennit.transport.tls.TlsSession;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What our side saw of one connection.
 *
 * @param session what was agreed on; empty if the handshake failed
 * @param reason how it ended
 */
record Seen(Optional<TlsSession> session, CloseReason reason) {
    /** One line: what was agreed on, if anything was, and how it ended, if not well. */
    String text() {
        List<String> parts = new ArrayList<>();
        session.ifPresent(agreed -> parts.add(text(agreed)));
        if (reason instanceof CloseReason.Broken broken) {
            parts.add(text(broken.cause()));
        } else if (!(reason instanceof CloseReason.Clean) || session.isEmpty()) {
            parts.add(reason.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        }
        return String.join("; ", parts);
    }

    private static String text(TlsSession agreed) {
        StringBuilder text = new StringBuilder(agreed.version().standardName());
        if (agreed.resumed()) {
            text.append(" resumed");
        }
        agreed.alpn().ifPresent(protocol -> text.append(" alpn=").append(protocol));
        if (!agreed.peerChain().isEmpty()) {
            text.append(" peer=").append(commonName(agreed.peerChain().get(0)));
        }
        return text.toString();
    }

    static String commonName(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName().replaceFirst("^CN=", "");
    }

    static String text(Throwable failure) {
        Throwable cause =
                failure instanceof ConnectFailed && failure.getCause() instanceof TlsFailed tls ? tls : failure;
        if (!(cause instanceof TlsFailed failed)) {
            return cause.getClass().getSimpleName() + ": " + cause.getMessage();
        }
        return failed.kind()
                + (failed.alert().isPresent() ? " " + failed.alert().getAsInt() : "") + ": "
                + String.valueOf(failed.getMessage()).replaceFirst("^TLS( with [^:]+)?: ", "");
    }
}
