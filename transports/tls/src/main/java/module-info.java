/** TLS as a layer. */
@SuppressWarnings("module") // the module that the watches are exported to is built later
module dev.sennit.transport.tls {
    requires static org.jspecify;
    requires transitive dev.sennit.transport;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.bouncycastle.tls;
    requires org.bouncycastle.util;
    requires jdk.jfr;

    exports dev.sennit.transport.tls;
    exports dev.sennit.transport.tls.layer;
    exports dev.sennit.transport.tls.identity;
    exports dev.sennit.transport.tls.pem;
    exports dev.sennit.transport.tls.trust;
    exports dev.sennit.transport.tls.watch to
            dev.sennit.endpoint.tls;
}
