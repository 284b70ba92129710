package dev.sennit.x509.trust;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * Judges the certificates of peers. Called by many threads at once, on loops and on the workers of reactors; keeps nothing of
 * what it has seen.
 *
 * <p>The ready-made ones validate paths with the platform's PKIX (RFC 5280) and, on any configuration of the JDK, refuse RSA
 * keys under 2048 and over 8192 bits, EC keys under 256 bits, signatures with MD5 or SHA-1, chains of more than 32
 * certificates or 128 KiB, certificates for another purpose (extended key usage, at every level), and roots that have
 * expired.
 */
public interface Trust {
    /**
     * Returns if a server is whom we want.
     *
     * @param chain as the server sent it: the leaf first, the others in any order
     * @param name the DNS name or the IP address to be found in the leaf, as {@link HostName#of} takes it
     * @throws CertificateRefusedException if not
     */
    void checkServer(List<X509Certificate> chain, String name);

    /**
     * Returns if the certificate of a client is to be believed; who that is, is for the caller to judge.
     *
     * @param chain as the client sent it: the leaf first, the others in any order
     * @throws CertificateRefusedException if not
     */
    void checkClient(List<X509Certificate> chain);

    /** The authorities to name to a client when asking for its certificate; empty for no hint. */
    List<X500Principal> acceptedIssuers();

    /**
     * Whether a check may wait for the network, and so must not run on a loop. The TLS layer asks on the loop, once for each
     * connection, before its handshake begins. If true, the handshake and its checks run on the workers of the loop's reactor
     * ({@link dev.sennit.transport.EventLoop#workers}), and a check is not interrupted when its connection ends. If false,
     * which is the default, checks run on the loop and must return soon.
     */
    default boolean mayBlock() {
        return false;
    }

    /**
     * Answers a judge who asks this one and then wants to see one of these keys: in the path that was validated where this
     * one validates a path by PKIX, else in the leaf.
     *
     * @param pins the SHA-256 of a SubjectPublicKeyInfo in Base64, as in RFC 7469; {@code sha256/} before it is allowed; at
     *     least one
     * @throws IllegalArgumentException if there is none, or one is not of that form
     */
    default Trust withPins(String... pins) {
        return new PinnedTrust(this, Pins.of(pins));
    }

    /**
     * Believes the authorities that the JDK believes: its {@code cacerts}, or what the platform's administrator has put in
     * their place. They are read at the first call, once; that blocks.
     */
    static PathTrust platform() {
        return PathTrust.platform();
    }

    /**
     * Believes the certificates in PEM files, and in the files of directories whose names end in {@code .pem},
     * {@code .crt} or {@code .cer}. Reads them now; blocks.
     *
     * @throws dev.sennit.x509.pem.PemException if a file is unusable, or there is no certificate; names the file
     */
    static PathTrust pem(Path... files) {
        return PathTrust.of(TrustFiles.read(List.of(files)));
    }

    /**
     * Believes these certificates: authorities, or leaves by themselves.
     *
     * @throws IllegalArgumentException if there is none
     */
    static PathTrust of(X509Certificate... certificates) {
        return PathTrust.of(List.of(certificates));
    }

    /**
     * Believes whoever has one of these keys in the leaf, whatever name and dates the certificate carries and whoever has
     * issued it: as RFC 7671, section 5.1.
     *
     * @param pins as for {@link #withPins}
     * @throws IllegalArgumentException as {@link #withPins}
     */
    static Trust pinsOnly(String... pins) {
        return new PinnedTrust(NoCheck.SILENT, Pins.of(pins));
    }

    /** Believes nobody: what stands where no certificate is asked for. */
    static Trust nobody() {
        return Nobody.TRUSTED;
    }

    /**
     * Believes everybody: the connection is encrypted, to whom nobody knows. For tests only; says so in the log each time
     * one is made.
     */
    static Trust insecure() {
        return NoCheck.loud();
    }
}
