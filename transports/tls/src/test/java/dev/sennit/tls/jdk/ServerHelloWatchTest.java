package dev.sennit.tls.jdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.transport.bytes.Bytes;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerHelloWatchTest {
    private static final String RETRY_RANDOM = "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";
    private static final String RANDOM = "00".repeat(31) + "01";
    private static final OptionalInt SUITE = OptionalInt.of(0x1303);

    private final ServerHelloWatch watch = new ServerHelloWatch();

    private static Bytes hello(String random, int sessionIdBytes, String suite) {
        String body = "0303" + random + "%02x".formatted(sessionIdBytes) + "ab".repeat(sessionIdBytes) + suite + "00"
                + "0006002b00020304";
        return Bytes.hex("02%06x".formatted(body.length() / 2) + body);
    }

    /** Gives messages to the watch in records of at most so many bytes. */
    private void give(Bytes messages, int pieces) {
        for (int at = 0; at < messages.length(); at += pieces) {
            Bytes piece = messages.slice(at, Math.min(messages.length(), at + pieces));
            give("160303%04x".formatted(piece.length()), piece);
        }
    }

    private void give(String header, Bytes content) {
        Bytes record = Bytes.hex(header).plus(content);
        watch.record(record.plus(Bytes.hex("ffffffff")).toByteArray(), record.length());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 71, 16_000})
    void readsTheSuiteOfAServerHelloInPiecesOfAnySize(int pieces) {
        for (int sessionIdBytes : new int[] {0, 1, 32}) {
            ServerHelloWatch each = new ServerHelloWatch();
            Bytes hello = hello(RANDOM, sessionIdBytes, "1303").plus(Bytes.hex("0b000004ffffffff"));
            for (int at = 0; at < hello.length(); at += pieces) {
                Bytes piece = hello.slice(at, Math.min(hello.length(), at + pieces));
                Bytes record = Bytes.hex("160303%04x".formatted(piece.length())).plus(piece);
                each.record(record.toByteArray(), record.length());
            }
            assertEquals(SUITE, each.suite(), sessionIdBytes + " bytes of session id");
            assertFalse(each.isRetryRequested());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 16_000})
    void goesOnBehindAHelloRetryRequest(int pieces) {
        give(hello(RETRY_RANDOM, 32, "1301"), pieces);
        assertTrue(watch.isRetryRequested());
        assertEquals(OptionalInt.empty(), watch.suite());

        give("140303" + "0001", Bytes.hex("01"));
        give(hello(RANDOM, 32, "1303"), pieces);
        assertFalse(watch.isRetryRequested());
        assertEquals(SUITE, watch.suite());
    }

    @Test
    void keepsToTheFirstServerHello() {
        give(hello(RANDOM, 0, "1303"), 100);
        give(hello(RANDOM, 0, "1301"), 100);
        assertEquals(SUITE, watch.suite());
    }

    @Test
    void findsNothingInWhatIsNoServerHello() {
        give(Bytes.hex("0e000000"), 100);
        give("170303" + "0003", Bytes.hex("020000"));
        give(Bytes.hex("02000002" + "0303"), 100);
        give(hello(RANDOM, 33, "1303"), 100);
        give(hello(RANDOM, 0xff, "1303"), 1000);
        assertEquals(OptionalInt.empty(), watch.suite());
    }
}
