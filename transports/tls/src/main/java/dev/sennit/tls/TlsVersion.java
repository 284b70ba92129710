package dev.sennit.tls;

/** The versions of TLS. Older ones are neither offered nor accepted (RFC 8996). */
public enum TlsVersion {
    /** RFC 5246, with authenticated encryption, forward secrecy and the extended master secret only. */
    TLS_1_2("TLSv1.2"),
    /** RFC 8446. */
    TLS_1_3("TLSv1.3");

    private final String standardName;

    TlsVersion(String standardName) {
        this.standardName = standardName;
    }

    /** Returns the name that the JDK uses, such as {@code TLSv1.3}. */
    public String standardName() {
        return standardName;
    }
}
