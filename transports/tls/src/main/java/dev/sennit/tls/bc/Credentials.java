package dev.sennit.tls.bc;

import dev.sennit.tls.engine.Alerts;
import dev.sennit.x509.identity.Identity;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** An identity in BouncyCastle's terms: read once, used for every connection. */
record Credentials(Identity identity, AsymmetricKeyParameter key, List<TlsCertificate> chain) {
    /**
     * Reads an identity.
     *
     * @param crypto shared by connections
     */
    static Credentials of(Identity identity, BcTlsCrypto crypto) throws IOException {
        byte[] encoded = identity.key().getEncoded();
        if (encoded == null) {
            throw new TlsFatalAlert(
                    (short) Alerts.INTERNAL_ERROR,
                    "the key of " + identity.chain().get(0).getSubjectX500Principal()
                            + " cannot be read out of its store; use the implementation 'jdk' for such keys");
        }
        List<TlsCertificate> chain = new ArrayList<>();
        try {
            for (X509Certificate certificate : identity.chain()) {
                chain.add(crypto.createCertificate(certificate.getEncoded()));
            }
        } catch (CertificateException unreadable) {
            throw new TlsFatalAlert((short) Alerts.INTERNAL_ERROR, unreadable);
        }
        return new Credentials(identity, PrivateKeyFactory.createKey(encoded), List.copyOf(chain));
    }

    /**
     * What signs for one connection.
     *
     * @param requestContext of the request for a certificate; empty for a server's own; not used before TLS 1.3
     */
    TlsCredentialedSigner signer(
            TlsContext context,
            BcTlsCrypto crypto,
            SignatureAndHashAlgorithm scheme,
            boolean tls13,
            byte[] requestContext) {
        Certificate message = tls13
                ? new Certificate(
                        requestContext,
                        chain.stream()
                                .map(certificate -> new CertificateEntry(certificate, null))
                                .toArray(CertificateEntry[]::new))
                : new Certificate(chain.toArray(TlsCertificate[]::new));
        return new BcDefaultTlsCredentialedSigner(new TlsCryptoParameters(context), crypto, key, message, scheme);
    }
}
