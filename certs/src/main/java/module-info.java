/** A development certificate authority: certificates for tests, in memory, and for development, on disk. */
module dev.sennit.certs {
    requires static transitive org.jspecify;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;

    exports dev.sennit.certs;
}
