package dev.sennit.tls.handshake;

import dev.sennit.tls.TlsLimits;
import dev.sennit.tls.engine.Alerts;
import dev.sennit.tls.handshake.MessageAssembler.Message;
import java.util.HashSet;
import java.util.Set;

/** What a client demands of a server's messages. */
final class ServerRules extends PeerRules {
    /** TLS_EMPTY_RENEGOTIATION_INFO_SCSV asks for renegotiation_info (RFC 5746, section 3.3). */
    private static final int RENEGOTIATION_SCSV = 0x00FF;

    private Set<Integer> requested = Set.of();
    private boolean offersRenegotiationInfo;

    ServerRules(TlsLimits limits) {
        super(limits);
    }

    @Override
    Set<Integer> types() {
        boolean asksForStatus =
                requested.contains(Extensions.STATUS_REQUEST) || requested.contains(Extensions.STATUS_REQUEST_V2);
        return asksForStatus && !isTls13() ? HandshakeType.OF_STAPLING_SERVER : HandshakeType.OF_SERVER;
    }

    @Override
    void received(Message message) {
        switch (message.type()) {
            case HandshakeType.SERVER_HELLO -> hello(Hello.ofServer(message.fields()));
            case HandshakeType.ENCRYPTED_EXTENSIONS -> encryptedExtensions(message.fields());
            case HandshakeType.CERTIFICATE_REQUEST -> certificateRequest(message.fields());
            case HandshakeType.CERTIFICATE -> certificate(message.fields(), requested);
            default -> {}
        }
    }

    @Override
    void sent(Message message) {
        if (message.type() == HandshakeType.CLIENT_HELLO) {
            Hello hello = Hello.ofClient(message.fields());
            requested = Set.copyOf(hello.extensions().types());
            offersRenegotiationInfo = hello.suites().contains(RENEGOTIATION_SCSV);
        }
    }

    @Override
    void opened() {
        requested = Set.of();
    }

    private void hello(Hello hello) {
        if (hello.compressionMethods()[0] != 0) {
            throw Alerts.violation(
                    Alerts.ILLEGAL_PARAMETER,
                    "the server has chosen the compression method " + hello.compressionMethods()[0]);
        }
        Extensions extensions = hello.extensions();
        boolean tls13 = hello.selectedVersion() == Hello.TLS_1_3;
        Set<Integer> allowed = new HashSet<>(requested);
        if (hello.isRetryRequest()) {
            allowed.add(Extensions.COOKIE);
        } else if (!tls13 && offersRenegotiationInfo) {
            allowed.add(Extensions.RENEGOTIATION_INFO);
        }
        extensions.requireRequested(allowed);
        if (hello.isRetryRequest()) {
            requireChange(extensions);
        } else if (tls13) {
            extensions.require(Extensions.KEY_SHARE, "4.2.8");
        }
        agreedOn(hello);
    }

    /** RFC 8446, section 4.1.4. */
    private static void requireChange(Extensions extensions) {
        if (!extensions.has(Extensions.KEY_SHARE) && !extensions.has(Extensions.COOKIE)) {
            throw Alerts.violation(
                    Alerts.ILLEGAL_PARAMETER, "HelloRetryRequest asks for no change of ClientHello (RFC 8446, 4.1.4)");
        }
    }

    private void encryptedExtensions(FieldReader fields) {
        if (isTls13()) {
            Extensions.read("EncryptedExtensions", fields).requireRequested(requested);
            fields.end();
        }
    }

    private void certificateRequest(FieldReader fields) {
        if (isTls13()) {
            fields.vector8(0);
            Extensions.read("CertificateRequest", fields).require(Extensions.SIGNATURE_ALGORITHMS, "4.3.2");
            fields.end();
        }
    }
}
