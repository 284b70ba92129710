package dev.sennit.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TcpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1:80",
        "::1, [::1]:80",
        "::, [::]:80",
        "1::, [1::]:80",
        "10::2:0, [10::2:0]:80",
        "2001:db8:0:1:1:1:1:1, [2001:db8:0:1:1:1:1:1]:80",
        "2001:0:0:1:0:0:0:1, [2001:0:0:1::1]:80",
        "2001:db8:0:0:1:0:0:1, [2001:db8::1:0:0:1]:80",
    })
    void printsTheShortFormOfRfc5952(String literal, String printed) {
        assertEquals(printed, TcpAddress.of(literal, 80).toString());
    }

    @ParameterizedTest
    @CsvSource({"localhost", "1.2.3", "999.1.1.1", "256.1.1.1", "1.2.3.4.", "1.2.3.4:80x", "a.b.c.d", "''", "1.2.3.4.5"
    })
    void refusesWhatIsNoLiteralWithoutAskingAResolver(String text) {
        assertThrows(IllegalArgumentException.class, () -> TcpAddress.of(text, 80));
    }

    @ParameterizedTest
    @CsvSource({
        "zoo:bar",
        ".:1",
        "g::1",
        "01.2.3.4",
        "1.2.3.04",
        "1.2.3.00",
        "00.0.0.0",
        "::ffff:1.2.3.04",
        "::ffff:010.0.0.1",
        "00001::1",
        "::1.2.3",
        "::1%",
        "1.2.3.4%lo"
    })
    void refusesItBeforeTheJdkReadsIt(String text) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> TcpAddress.of(text, 80));
        assertNull(refused.getCause(), "the JDK was given it, which may ask a resolver");
    }

    @ParameterizedTest
    @CsvSource({
        "::ffff:0:1.2.3.4, ::ffff:0:102:304",
        "::ffff:1.2.3.0, 1.2.3.0",
        "0001:0:0:0:0:0:0:00ff, 1::ff",
        "2001:DB8::A, 2001:db8::a",
        "255.249.199.0, 255.249.199.0",
        "64:ff9b::10.0.0.10, 64:ff9b::a00:a"
    })
    void readsEverySpellingOfALiteral(String literal, String host) {
        assertEquals(host, TcpAddress.of(literal, 80).host());
    }

    @Test
    void refusesAPortOutOfRange() {
        var failure = assertThrows(IllegalArgumentException.class, () -> TcpAddress.loopback(65536));
        assertEquals("port must be 0 to 65535, not 65536", failure.getMessage());
    }
}
