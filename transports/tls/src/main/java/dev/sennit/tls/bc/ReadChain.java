package dev.sennit.tls.bc;

import dev.sennit.tls.engine.Alerts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.jspecify.annotations.Nullable;

/**
 * Certificates of messages, in the platform's terms. The last chain is kept: it is asked for more than once in a handshake,
 * and again by those that resume its session. From any thread.
 */
final class ReadChain {
    private volatile @Nullable Known last;

    /** The certificates of a message; empty for none. */
    List<X509Certificate> of(@Nullable Certificate message) throws IOException {
        if (message == null || message.isEmpty()) {
            return List.of();
        }
        TlsCertificate[] sent = message.getCertificateList();
        Known known = last;
        if (known == null || !Arrays.equals(known.sent(), sent)) {
            known = new Known(sent, read(sent));
            last = known;
        }
        return known.chain();
    }

    private static List<X509Certificate> read(TlsCertificate[] sent) throws IOException {
        List<X509Certificate> chain = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (TlsCertificate certificate : sent) {
                chain.add((X509Certificate)
                        factory.generateCertificate(new ByteArrayInputStream(certificate.getEncoded())));
            }
        } catch (CertificateException unreadable) {
            throw new TlsFatalAlert((short) Alerts.BAD_CERTIFICATE, "a certificate cannot be decoded", unreadable);
        }
        return List.copyOf(chain);
    }

    /** A chain; whether it is that of a message is told by the certificates being the same objects. */
    @SuppressWarnings("ArrayRecordComponent") // never handed out
    private record Known(TlsCertificate[] sent, List<X509Certificate> chain) {}
}
