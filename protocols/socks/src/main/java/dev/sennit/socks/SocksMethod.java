package dev.sennit.socks;

/** The numbers of the ways to log in (RFC 1928, section 3). */
public final class SocksMethod {
    /** Without logging in. */
    public static final int NONE = 0;

    /** GSSAPI (RFC 1961), which is not spoken here. */
    public static final int GSSAPI = 1;

    /** User name and password (RFC 1929). */
    public static final int PASSWORD = 2;

    /** The server takes none of those offered. */
    public static final int NOT_ACCEPTABLE = 0xff;

    private SocksMethod() {}
}
