package dev.sennit.tls.handshake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.engine.ContentType;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.TlsFailedException;
import java.io.IOException;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an inspector tells of a ServerHello and of a HelloRetryRequest. */
class ServerHelloTest {
    private static final String RETRY_RANDOM = "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";
    private static final String RANDOM = "00".repeat(31) + "01";
    private static final OptionalInt SUITE = OptionalInt.of(0x1303);
    /** supported_versions with TLS 1.3, and an empty key_share. */
    private static final String OFFERED = "0010" + "002b0003020304" + "0033000500030017" + "00";
    /** supported_versions with TLS 1.3, and key_share with a group. */
    private static final String CHOSEN = "000c" + "002b00020304" + "003300020017";

    private HandshakeInspector inspector = HandshakeInspector.of(TlsClientConfig.of("server.example"));

    @BeforeEach
    void sendClientHello() {
        byte[] hello = message("01", "0303" + RANDOM + "00" + "0002" + "1303" + "0100" + OFFERED)
                .toByteArray();
        inspector.sent(ContentType.HANDSHAKE, hello, 0, hello.length);
    }

    private static Bytes message(String type, String body) {
        return Bytes.hex(type + "%06x".formatted(body.length() / 2) + body);
    }

    private static Bytes hello(String random, int sessionIdBytes, String suite) {
        return message(
                "02",
                "0303" + random + "%02x".formatted(sessionIdBytes) + "ab".repeat(sessionIdBytes) + suite + "00"
                        + CHOSEN);
    }

    /** Gives a message to the inspector in records of at most so many bytes. */
    private void give(Bytes message, int pieces) throws IOException {
        for (int at = 0; at < message.length(); at += pieces) {
            byte[] piece =
                    message.slice(at, Math.min(message.length(), at + pieces)).toByteArray();
            inspector.received(ContentType.HANDSHAKE, piece, 0, piece.length, (type, bytes, offset, length) -> {});
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 71, 16_000})
    void readsTheSuiteOfAServerHelloInPiecesOfAnySize(int pieces) throws IOException {
        for (int sessionIdBytes : new int[] {0, 1, 32}) {
            inspector = HandshakeInspector.of(TlsClientConfig.of("server.example"));
            sendClientHello();
            assertEquals(OptionalInt.empty(), inspector.cipherSuite());
            give(hello(RANDOM, sessionIdBytes, "1303"), pieces);
            assertEquals(SUITE, inspector.cipherSuite(), sessionIdBytes + " bytes of session id");
            assertFalse(inspector.isRetryRequested());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 16_000})
    void goesOnBehindAHelloRetryRequest(int pieces) throws IOException {
        give(hello(RETRY_RANDOM, 32, "1301"), pieces);
        assertTrue(inspector.isRetryRequested());
        assertEquals(OptionalInt.empty(), inspector.cipherSuite());

        inspector.received(ContentType.CHANGE_CIPHER_SPEC, new byte[] {1}, 0, 1, (type, bytes, offset, length) -> {});
        give(hello(RANDOM, 32, "1303"), pieces);
        assertFalse(inspector.isRetryRequested());
        assertEquals(SUITE, inspector.cipherSuite());
    }

    @Test
    void keepsToTheFirstServerHello() throws IOException {
        give(hello(RANDOM, 0, "1303"), 100);
        give(hello(RANDOM, 0, "1301"), 100);
        assertEquals(SUITE, inspector.cipherSuite());
    }

    @Test
    void findsNothingInWhatIsNoServerHello() throws IOException {
        give(Bytes.hex("0e000000"), 100);
        assertThrows(TlsFailedException.class, () -> give(Bytes.hex("02000002" + "0303"), 100));
        assertThrows(TlsFailedException.class, () -> give(hello(RANDOM, 33, "1303"), 100));
        assertThrows(TlsFailedException.class, () -> give(hello(RANDOM, 0xff, "1303"), 1000));
        assertEquals(OptionalInt.empty(), inspector.cipherSuite());
    }
}
