package dev.sennit.tls.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.engine.Alerts;
import dev.sennit.transport.error.TlsFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CertificateStatus (RFC 6066, section 8), which a server may send to a client that has asked for it. */
class CertificateStatusTest {
    private static final short HANDSHAKE = 22;
    private static final String STATUS_REQUEST = "00050000";
    private static final String STATUS_REQUEST_V2 = "00110000";
    private static final String SESSION_TICKET = "00230000";
    private static final String CERTIFICATE_STATUS = "16000005" + "01" + "000001" + "00";

    private final HandshakeInspector inspector = HandshakeInspector.of(TlsClientConfig.of("server.example"));

    @ParameterizedTest
    @ValueSource(strings = {STATUS_REQUEST, STATUS_REQUEST_V2, STATUS_REQUEST + STATUS_REQUEST_V2})
    void isTakenIfTheClientHasAskedForIt(String extensions) throws IOException {
        sendClientHello(extensions);
        assertEquals(List.of(CERTIFICATE_STATUS), receive());
    }

    @Test
    void isRefusedIfTheClientHasNotAskedForIt() {
        sendClientHello(SESSION_TICKET);
        assertRefused();
    }

    @Test
    void isRefusedBeforeTheClientHello() {
        assertRefused();
    }

    @Test
    void isRefusedAfterTheHandshake() {
        sendClientHello(STATUS_REQUEST);
        inspector.opened();
        assertRefused();
    }

    private void assertRefused() {
        TlsFailedException failed = assertThrows(TlsFailedException.class, this::receive);
        assertEquals(OptionalInt.of(Alerts.UNEXPECTED_MESSAGE), failed.alert());
        assertEquals(
                "TLS: we refused a message with the alert unexpected_message (10): the peer may not send CertificateStatus",
                failed.getMessage());
    }

    private void sendClientHello(String extensions) {
        String body = "0303" + "00".repeat(32) + "00" + "0002c02b" + "0100" + "%04x".formatted(extensions.length() / 2)
                + extensions;
        byte[] message = HexFormat.of().parseHex("01" + "%06x".formatted(body.length() / 2) + body);
        inspector.sent(HANDSHAKE, message, 0, message.length);
    }

    /** Receives a CertificateStatus, and returns what the inspector hands on. */
    private List<String> receive() throws IOException {
        byte[] message = HexFormat.of().parseHex(CERTIFICATE_STATUS);
        List<String> taken = new ArrayList<>();
        inspector.received(
                HANDSHAKE,
                message,
                0,
                message.length,
                (type, bytes, offset, length) -> taken.add(HexFormat.of().formatHex(bytes, offset, offset + length)));
        return taken;
    }
}
