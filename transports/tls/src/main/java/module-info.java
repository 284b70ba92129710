/** TLS as a layer. */
module dev.sennit.tls {
    requires static org.jspecify;
    requires transitive dev.sennit.transport;
    requires transitive dev.sennit.x509;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.bouncycastle.tls;
    requires org.bouncycastle.util;
    requires jdk.jfr;

    exports dev.sennit.tls;
    exports dev.sennit.tls.layer;
}
