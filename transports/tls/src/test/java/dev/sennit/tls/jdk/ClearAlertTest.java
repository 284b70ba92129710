package dev.sennit.tls.jdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsImplementation;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.TlsSession;
import dev.sennit.tls.TlsSettings;
import dev.sennit.tls.TlsVersion;
import dev.sennit.tls.engine.TlsEngine;
import dev.sennit.transport.error.TlsFailedException;
import dev.sennit.transport.error.TlsFailedException.Kind;
import dev.sennit.x509.key.CertifiedKey;
import dev.sennit.x509.trust.Trust;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alerts in clear text, as OpenSSL's clients of TLS 1.3 send them while they have no key for sending yet. */
class ClearAlertTest {
    private static final TlsSettings SETTINGS = TlsSettings.DEFAULT.withImplementation(TlsImplementation.JDK);

    private final CertificateAuthority authority = CertificateAuthority.create();
    private final IssuedCertificate issued = authority.issue("server.example");

    /** Keeps what an engine sends. */
    private static final class Sent implements TlsEngine.Outlet {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean isOpen;

        ByteBuffer take() {
            ByteBuffer taken = ByteBuffer.wrap(bytes.toByteArray());
            bytes.reset();
            return taken;
        }

        @Override
        public void send(ByteBuffer records) {
            while (records.hasRemaining()) {
                bytes.write(records.get());
            }
        }

        @Override
        public void opened(TlsSession session) {
            isOpen = true;
        }

        @Override
        public void received(ByteBuffer plain) {}

        @Override
        public void inputEnded() {}
    }

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource({
        "022d, TLS_1_3, REFUSED_BY_PEER, the peer ended the handshake with the alert certificate_expired (45): it"
                + " takes our certificate for expired",
        "022d, TLS_1_2, REFUSED_BY_PEER, the peer ended the handshake with the alert certificate_expired (45): it"
                + " takes our certificate for expired",
        "0230, TLS_1_3, REFUSED_BY_PEER, the peer ended the handshake with the alert unknown_ca (48): it does not know"
                + " who issued our certificate",
        "0100, TLS_1_3, TRUNCATED, the peer closed the connection before the handshake was done",
        "0100, TLS_1_2, TRUNCATED, the peer closed the connection before the handshake was done",
    })
    void saysWhatTheClientSaid(String alert, TlsVersion version, Kind kind, String message) {
        Sent fromClient = new Sent();
        Sent fromServer = new Sent();
        TlsEngine client = client(version, fromClient);
        TlsEngine server = server(fromServer);
        client.start();
        server.start();
        server.receive(fromClient.take());
        assertTrue(fromServer.take().hasRemaining(), "the server's flight");

        ByteBuffer record = ByteBuffer.wrap(HexFormat.of().parseHex("1503030002" + alert));
        TlsFailedException failed = assertThrows(TlsFailedException.class, () -> server.receive(record));

        assertEquals(kind, failed.kind());
        assertEquals("TLS: " + message, failed.getMessage());
    }

    @Test
    void goesOnWhenTheServerOnlyWarnsThatItDoesNotKnowTheName() {
        Sent fromClient = new Sent();
        Sent fromServer = new Sent();
        TlsEngine client = client(TlsVersion.TLS_1_2, fromClient);
        TlsEngine server = server(fromServer);
        client.start();
        server.start();
        server.receive(fromClient.take());
        client.receive(ByteBuffer.wrap(HexFormat.of().parseHex("15030300020170")));
        client.receive(fromServer.take());
        server.receive(fromClient.take());
        client.receive(fromServer.take());

        assertTrue(fromClient.isOpen, "the client's handshake is done");
        assertTrue(fromServer.isOpen, "the server's handshake is done");
    }

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource({
        "02, TLS_1_3, 50, a record of alerts has 1 bytes",
        "02, TLS_1_2, 50, a record of alerts has 1 bytes",
        "022800, TLS_1_3, 50, a record of alerts has 3 bytes",
        "022800, TLS_1_2, 50, a record of alerts has 3 bytes",
        "02280228, TLS_1_3, 50, a record of alerts has 4 bytes",
        "02280228, TLS_1_2, 50, a record of alerts has 4 bytes",
        "0328, TLS_1_2, 47, the level of an alert is 3",
    })
    void refusesRecordsThatAreNoAlert(String content, TlsVersion version, int alert, String said) {
        Sent fromClient = new Sent();
        Sent fromServer = new Sent();
        TlsEngine client = client(version, fromClient);
        TlsEngine server = server(fromServer);
        client.start();
        server.start();
        server.receive(fromClient.take());
        assertTrue(fromServer.take().hasRemaining(), "the server's flight");

        ByteBuffer record =
                ByteBuffer.wrap(HexFormat.of().parseHex("150303" + "%04x".formatted(content.length() / 2) + content));
        TlsFailedException failed = assertThrows(TlsFailedException.class, () -> server.receive(record));

        assertEquals(Kind.VIOLATION, failed.kind(), failed.toString());
        assertEquals(OptionalInt.of(alert), failed.alert(), failed.toString());
        assertTrue(failed.toString().contains(said), failed.toString());
    }

    private TlsEngine client(TlsVersion version, Sent sent) {
        return JdkEngines.client(TlsClientConfig.of("server.example")
                        .withTrust(Trust.of(authority.root()))
                        .withSettings(SETTINGS.withVersions(version, version)))
                .engine(sent);
    }

    private TlsEngine server(Sent sent) {
        return JdkEngines.server(TlsServerConfig.of(CertifiedKey.of(issued.key(), issued.chain()))
                        .withSettings(SETTINGS))
                .engine(sent);
    }
}
