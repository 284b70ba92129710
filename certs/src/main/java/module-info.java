/** A development certificate authority: certificates for tests, in memory, and for development, on disk. */
module dev.sennit.certs {
    requires static transitive org.jspecify;
    requires dev.sennit.transport;
    requires dev.sennit.x509;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;

    exports dev.sennit.certs;
}
