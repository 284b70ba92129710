package dev.sennit.tls;

/** Whether a server asks its clients for a certificate. One that is given must be good in every case. */
public enum ClientAuthentication {
    /** None is asked for. */
    NONE,
    /** One is asked for; a client that has none is welcome too. */
    WANT,
    /** A client without one is refused. */
    NEED
}
