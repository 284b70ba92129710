package dev.sennit.tls.bc;

import dev.sennit.tls.engine.Alerts;
import java.io.IOException;
import org.bouncycastle.tls.SignatureScheme;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.Tls13Verifier;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * A certificate that a peer shows. Its key verifies a handshake of TLS 1.3 by the schemes for that purpose only (RFC 8446,
 * section 4.2.3): BouncyCastle takes every scheme that is offered, and offered are those of certificates and of TLS 1.2 too.
 */
final class PeerCertificate extends BcTlsCertificate {
    PeerCertificate(BcTlsCrypto crypto, byte[] encoding) throws IOException {
        super(crypto, encoding);
    }

    /** TLS 1.3 alone asks for this one; TLS 1.2 does for Ed25519 and Ed448, whose schemes are the same in both. */
    @Override
    public Tls13Verifier createVerifier(int scheme) throws IOException {
        if (!SignatureSchemes.isForHandshake(scheme, getSubjectPublicKeyInfo().getAlgorithm())) {
            throw new TlsFatalAlert(
                    (short) Alerts.ILLEGAL_PARAMETER,
                    "the peer signed the handshake with " + SignatureScheme.getText(scheme)
                            + ", which its key may not be used with in TLS 1.3 (RFC 8446, section 4.2.3)");
        }
        return super.createVerifier(scheme);
    }
}
