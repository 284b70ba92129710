package dev.sennit.transport.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.sennit.transport.error.ConnectionBrokenException;
import dev.sennit.transport.error.TlsFailedException;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {
    @ParameterizedTest(name = "U+{0}")
    @CsvSource({
        "0, 0000",
        "7, 0007",
        "a, 000a",
        "d, 000d",
        "1b, 001b",
        "7f, 007f",
        "85, 0085",
        "9b, 009b",
        "200b, 200b",
        "202e, 202e",
        "2028, 2028",
        "2066, 2066",
        "d800, d800",
        "feff, feff"
    })
    void aCharacterThatDoesNotPrintIsEscaped(String point, String shown) {
        String text = "a" + (char) Integer.parseInt(point, 16) + "b";
        assertEquals("a\\u" + shown + "b", Printable.of(text));
    }

    @Test
    void otherTextStaysAsItIs() {
        String text = "Jürgen \uD83D\uDE00 ~ \\u001b";
        assertSame(text, Printable.of(text));
    }

    @Test
    void theMessageOfAFailureOfTheNetworkShowsWordsOfAPeerEscaped() {
        String words = "the peer is CN=\u001b[31mred\n";
        assertEquals("the peer is CN=\\u001b[31mred\\u000a", new ConnectionBrokenException(words, null).getMessage());
        TlsFailedException failure =
                new TlsFailedException(TlsFailedException.Kind.CERTIFICATE, words, OptionalInt.empty(), null);
        assertEquals(
                "TLS with a\\u0007b: the peer is CN=\\u001b[31mred\\u000a",
                failure.with("a\u0007b").getMessage());
    }
}
