package dev.sennit.x509.trust;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * Decides whether the certificate of a peer is accepted. Its methods are called by many threads at once, on loops and on the
 * workers of reactors. A trust remembers nothing of the certificates that it has checked.
 *
 * <p>The trusts that the static methods make validate a path with the platform's PKIX (RFC 5280). However the JDK is configured,
 * they refuse RSA keys under 2048 and over 8192 bits, EC keys under 256 bits, signatures with MD5 or SHA-1, chains of more than
 * 32 certificates or 128 KiB, certificates for another purpose (extended key usage, at every level), and expired roots.
 */
public interface Trust {
    /**
     * Checks the certificate of a server; returns if it is accepted.
     *
     * @param chain the chain as the server sent it: the leaf first, the others in any order
     * @param name the DNS name or the IP address that the leaf must have, as {@link HostName#of} reads it
     * @throws CertificateRefusedException if the certificate is refused
     */
    void checkServer(List<X509Certificate> chain, String name);

    /**
     * Checks the certificate of a client; returns if it is accepted. The caller decides what this client may do.
     *
     * @param chain the chain as the client sent it: the leaf first, the others in any order
     * @throws CertificateRefusedException if the certificate is refused
     */
    void checkClient(List<X509Certificate> chain);

    /** Returns the authorities that a server names when it requests a client's certificate; empty for none. */
    List<X500Principal> acceptedIssuers();

    /**
     * Returns whether a check may wait for the network, and so must not run on a loop. The TLS layer asks on the loop, once for
     * each connection, before its handshake begins. If the answer is true, the handshake and its checks run on the workers of the
     * loop's reactor ({@link dev.sennit.transport.EventLoop#workers}), and a check is not interrupted when its connection ends.
     * If it is false, which is the default, checks run on the loop and must return soon.
     */
    default boolean mayBlock() {
        return false;
    }

    /**
     * Returns a trust that also wants one of these keys. The key may be anywhere in the path if this trust validates a path by
     * PKIX; otherwise it must be the leaf's.
     *
     * @param pins one or more pins, each the SHA-256 of a SubjectPublicKeyInfo in Base64 (RFC 7469), with or without
     *     {@code sha256/} before it
     * @throws IllegalArgumentException if no pin is given, or one has another form
     */
    default Trust withPins(String... pins) {
        return Pins.of(pins).after(this);
    }

    /**
     * Trusts the authorities that the JDK trusts: its {@code cacerts}, or the authorities that the platform's administrator has
     * configured. They are read once, at the first call, which blocks.
     */
    static PathTrust platform() {
        return PathTrust.platform();
    }

    /**
     * Trusts the certificates in PEM files, and in the files of directories whose names end in {@code .pem}, {@code .crt} or
     * {@code .cer}. Reads them now; blocks.
     *
     * @throws dev.sennit.x509.pem.PemException if a file is unusable, or has no certificate; the message names the
     *     file
     */
    static PathTrust pem(Path... files) {
        return PathTrust.of(Anchors.read(List.of(files)));
    }

    /**
     * Trusts these certificates: authorities, or leaves by themselves.
     *
     * @throws IllegalArgumentException if no certificate is given
     */
    static PathTrust of(X509Certificate... certificates) {
        return PathTrust.of(List.of(certificates));
    }

    /**
     * Trusts each peer whose leaf has one of these keys, whatever the certificate's name, dates and issuer (as in RFC 7671, section
     * 5.1).
     *
     * @param pins one or more pins, as for {@link #withPins}
     * @throws IllegalArgumentException if no pin is given, or one has another form
     */
    static Trust pinsOnly(String... pins) {
        return Pins.of(pins).after(FixedTrust.EVERY_PEER);
    }

    /** Trusts no peer: the default where no certificate is requested. */
    static Trust nobody() {
        return FixedTrust.NO_PEER;
    }

    /**
     * Trusts every peer: the connection is encrypted, but the peer may be anybody. For tests only; each call logs a warning.
     */
    static Trust insecure() {
        return FixedTrust.insecure();
    }
}
