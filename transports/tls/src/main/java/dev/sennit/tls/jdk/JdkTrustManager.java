package dev.sennit.tls.jdk;

import dev.sennit.x509.trust.CertificateRefusedException;
import dev.sennit.x509.trust.Trust;
import java.net.Socket;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Checks the peer's certificate by a {@link Trust}, with the name of the server. */
final class JdkTrustManager extends X509ExtendedTrustManager {
    private final Trust trust;
    private final String serverName;

    /**
     * Makes a trust manager.
     *
     * @param serverName the name of the server; not used on a server
     */
    JdkTrustManager(Trust trust, String serverName) {
        this.trust = trust;
        this.serverName = serverName;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        judge(() -> trust.checkServer(List.of(chain), serverName));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        judge(() -> trust.checkClient(List.of(chain)));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        judge(() -> trust.checkServer(List.of(chain), serverName));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        judge(() -> trust.checkClient(List.of(chain)));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        judge(() -> trust.checkServer(List.of(chain), serverName));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        judge(() -> trust.checkClient(List.of(chain)));
    }

    /** None: a {@link Trust} knows its authorities by name only. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    private void judge(Runnable check) throws CertificateException {
        HandshakeContext context = HandshakeContext.current();
        context.inFull = true;
        try {
            check.run();
        } catch (CertificateRefusedException refused) {
            context.refused = refused;
            // Providers choose the alert by the reason of a CertPathValidatorException, where they find one.
            throw new CertificateException(
                    refused.getMessage(),
                    new CertPathValidatorException(refused.getMessage(), refused, null, -1, reason(refused.alert())));
        } catch (RuntimeException bug) {
            context.ownFault = true;
            throw bug;
        }
    }

    private static CertPathValidatorException.Reason reason(int alert) {
        return switch (alert) {
            case CertificateRefusedException.BAD_CERTIFICATE -> BasicReason.INVALID_SIGNATURE;
            case CertificateRefusedException.UNSUPPORTED_CERTIFICATE -> BasicReason.ALGORITHM_CONSTRAINED;
            case CertificateRefusedException.CERTIFICATE_REVOKED -> BasicReason.REVOKED;
            case CertificateRefusedException.CERTIFICATE_EXPIRED -> BasicReason.EXPIRED;
            default -> BasicReason.UNSPECIFIED;
        };
    }
}
