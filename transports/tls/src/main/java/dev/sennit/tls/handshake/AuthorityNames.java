package dev.sennit.tls.handshake;

import dev.sennit.tls.TlsLimits;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * The names of authorities that a server sends with its request for a certificate: all of them, or none if they do not fit.
 *
 * <p>They fit if the CertificateRequest stays within the limit of this side and within what a client takes by default.
 */
public final class AuthorityNames {
    /** The longest vector that holds them (RFC 8446, section 4.2.4; RFC 5246, section 7.4.4). */
    private static final int MAX_VECTOR_BYTES = 65_535;
    /** More than the other fields need in either version: context, types and signature algorithms. */
    private static final int OTHER_FIELDS_BYTES = 256;

    private static final int LENGTH_BYTES = 2;

    private AuthorityNames() {}

    /** Returns the names to send: these, or none if they do not fit. */
    public static List<X500Principal> fitting(List<X500Principal> names, TlsLimits limits) {
        return bytes(names) <= limit(limits) ? names : List.of();
    }

    /** Returns the bytes that the names need. */
    public static int bytes(List<X500Principal> names) {
        return names.stream()
                .mapToInt(name -> LENGTH_BYTES + name.getEncoded().length)
                .sum();
    }

    /** Returns the most bytes that names may need, 0 or more. */
    public static int limit(TlsLimits limits) {
        int request = Math.min(limits.certificateRequestBytes(), TlsLimits.DEFAULT.certificateRequestBytes());
        return Math.max(0, Math.min(request, MAX_VECTOR_BYTES) - OTHER_FIELDS_BYTES);
    }
}
