package dev.sennit.small;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.testing.RecordingTransport;
import dev.sennit.transport.bytes.Bytes;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {
    private static final String UNKNOWN = "I don't know what you mean\r\n";

    private final RecordingTransport<?> wire = RecordingTransport.with(new Answer(Map.of("How are  you?", "Fine")));

    @ParameterizedTest
    @CsvSource({
        "exact,         'How are you?'",
        "other case,    'HOW are you?'",
        "more space,    '  how \tare   you? '",
    })
    void knowsAQuestionInAnyCaseAndSpacing(String name, String question) {
        wire.receive(question + "\r\n");
        assertEquals("Fine\r\n", wire.written().toUtf8(), name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "How are you", "Who are you?", "\0", "How are you?How are you?"})
    void doesNotKnowWhatElseYouMean(String question) {
        wire.receive(question + "\r\n");
        assertEquals(UNKNOWN, wire.written().toUtf8());
    }

    @Test
    void answersTheSameHoweverTheLinesAreCutAndEnded() {
        for (int size = 1; size < 22; size++) {
            wire.receiveInPieces(size, Bytes.utf8("how are you?\r\nwhat?\n"));
            assertEquals("Fine\r\n" + UNKNOWN, wire.written().toUtf8(), "in pieces of " + size);
        }
    }

    @Test
    void tellsWhoSendsTooLongALineAndClosesBeforeItEnds() {
        wire.receive("x".repeat(1024));
        assertFalse(wire.isClosed());
        wire.receive("x");
        assertEquals(
                "That line is too long: the limit is 1024 bytes.\r\n",
                wire.written().toUtf8());
        assertTrue(wire.isClosed());
    }

    @Test
    void saysNothingToALineThatIsCutOff() {
        wire.receive("how are you?");
        wire.endInput();
        assertEquals("", wire.written().toUtf8());
        assertTrue(wire.isClosed());
    }

    @Test
    void knowsSomeAnswersByItself() {
        var usual = RecordingTransport.with(new Answer());
        usual.receive("how are you?\n");
        assertEquals("Fine, thank you.\r\n", usual.written().toUtf8());
    }

    @Test
    void keepsItsAnswersWhateverBecomesOfTheMap() {
        Map<String, String> answers = new HashMap<>(Map.of("a?", "b"));
        var other = RecordingTransport.with(new Answer(answers));
        answers.clear();
        other.receive("a?\n");
        assertEquals("b\r\n", other.written().toUtf8());
    }

    @Test
    void refusesTwoQuestionsThatAreAlikeAndAnswersOfTwoLines() {
        assertThrows(IllegalArgumentException.class, () -> new Answer(Map.of("a b", "1", "A  B", "2")));
        assertThrows(IllegalArgumentException.class, () -> new Answer(Map.of("a", "one\ntwo")));
    }
}
