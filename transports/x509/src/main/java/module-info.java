/** Certified keys, trust, PEM and PKCS#12 files, and revocation. */
@SuppressWarnings("module") // the module that the watches are exported to is built later
module dev.sennit.x509 {
    requires static transitive org.jspecify;
    requires transitive dev.sennit.transport;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.bouncycastle.util;

    exports dev.sennit.x509.key;
    exports dev.sennit.x509.pem;
    exports dev.sennit.x509.trust;
    exports dev.sennit.x509.watch to
            dev.sennit.endpoint.tls;
}
