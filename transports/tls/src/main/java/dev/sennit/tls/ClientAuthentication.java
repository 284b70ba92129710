package dev.sennit.tls;

/** Whether a server requests a certificate of its clients. A certificate that a client shows must be accepted by the trust. */
public enum ClientAuthentication {
    /** No certificate is requested. */
    NONE,
    /** A certificate is requested; a client without one is accepted too. */
    WANT,
    /** A certificate is requested; a client without one is refused. */
    NEED
}
