package dev.sennit.certs;

/** What an OCSP response says of a certificate (RFC 6960 section 2.2). */
public enum OcspStatus {
    /** Not revoked. */
    GOOD,
    /** Revoked, an hour ago. */
    REVOKED,
    /** Not known to the responder. */
    UNKNOWN
}
