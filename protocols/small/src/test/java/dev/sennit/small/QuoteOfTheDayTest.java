package dev.sennit.small;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.testing.RecordingTransport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuoteOfTheDayTest {
    @Test
    void sendsItsQuoteAndCloses() {
        var wire = RecordingTransport.with(new QuoteOfTheDay());
        assertEquals(QuoteOfTheDay.DEFAULT_QUOTE + "\r\n", wire.written().toUtf8());
        assertTrue(wire.isClosed());
    }

    @Test
    void endsEachOfSeveralLinesWithCrLf() {
        assertEquals("one\r\ntwo\r\nthree\r\n", sent(new QuoteOfTheDay("one\ntwo\r\nthree\n")));
    }

    @Test
    void isNotDisturbedByWhatThePeerSays() {
        var wire = RecordingTransport.with(new QuoteOfTheDay("a quote"));
        wire.receive("anything");
        wire.reset();
        assertEquals("a quote\r\n", wire.written().toUtf8());
    }

    @Test
    void staysUnderThe512CharactersOfTheRfc() {
        assertEquals(511, sent(new QuoteOfTheDay("q".repeat(509))).length());
        var failure = assertThrows(IllegalArgumentException.class, () -> new QuoteOfTheDay("q".repeat(510)));
        assertEquals("a quote with its CR LF must have at most 511 bytes (RFC 865), not 512", failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bell\u0007", "line one\nescape \u001b[2J", "\0"})
    void refusesControlCharactersInTheQuote(String quote) {
        assertThrows(IllegalArgumentException.class, () -> new QuoteOfTheDay(quote));
    }

    private static String sent(QuoteOfTheDay server) {
        return RecordingTransport.with(server).written().toUtf8();
    }
}
