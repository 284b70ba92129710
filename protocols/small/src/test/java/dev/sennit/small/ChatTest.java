package dev.sennit.small;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.testing.RecordingTransport;
import dev.sennit.transport.bytes.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatTest {
    private static final String ASK = "What is your name?\r\n";

    private final ChatRoom room = new ChatRoom(new ChatRoom.Limits(3, 100, 4));

    @Test
    void asksForANameAndWelcomesWithWhoIsThere() {
        var ann = RecordingTransport.with(room);
        assertEquals(ASK, ann.written().toUtf8());
        ann.receiveInPieces(1, Bytes.utf8(" ann \r\n"));
        assertEquals("Welcome, ann. You are alone.\r\n", ann.written().toUtf8());
        var bob = RecordingTransport.with(room);
        bob.written();
        bob.receive("bob\n");
        assertEquals("Welcome, bob. Here: ann\r\n", bob.written().toUtf8());
        assertEquals("* bob joined\r\n", ann.written().toUtf8());
        assertEquals(List.of("ann", "bob"), room.names());
    }

    @Test
    void passesALineToAllButItsSpeakerHoweverItIsCut() {
        var ann = joined("ann");
        var bob = joined("bob");
        var cat = joined("cat");
        hearNothingMore(ann, bob, cat);
        ann.receiveInPieces(1, Bytes.utf8("hello\r\n\r\nsmörgås\n"));
        String heard = "<ann> hello\r\n<ann> smörgås\r\n";
        assertEquals("", ann.written().toUtf8());
        assertEquals(heard, bob.written().toUtf8());
        assertEquals(heard, cat.written().toUtf8());
    }

    @Test
    void tellsWhoLeftAndWhoWasLost() {
        var ann = joined("ann");
        var bob = joined("Bob");
        var cat = joined("cat");
        hearNothingMore(ann, bob, cat);
        bob.receive("unfinished");
        bob.endInput();
        assertEquals("* Bob left\r\n", ann.written().toUtf8());
        cat.reset();
        assertEquals("* cat was lost\r\n", ann.written().toUtf8());
        assertEquals(List.of("ann"), room.names());
    }

    @Test
    void saysNothingOfWhoLeavesWithoutAName() {
        var ann = joined("ann");
        var nameless = RecordingTransport.with(room);
        nameless.receive("ANN\n");
        nameless.reset();
        assertEquals("Welcome, ann. You are alone.\r\n", ann.written().toUtf8());
        assertEquals(List.of("ann"), room.names());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "<ann>",
                "a\u0007b",
                "\u001b[2J",
                "a\u200bb",
                "*",
                "\ufffd",
                "a\u202eb",
                "a\u2066b",
                "\u3164",
                "a\u115f",
                "a\ufe0f",
                "a\u034fb",
                "a\udb40\udd00",
                "\u0301",
                "\u0301a"
            })
    void refusesANameWithOtherThanLettersAndTheLike(String name) {
        assertEquals("A name has only visible letters, digits, dots, dashes and underscores. " + ASK, answerTo(name));
    }

    @ParameterizedTest
    @CsvSource({"'', 0", "'   ', 0", "abcdefghijklmnopqrstu, 21"})
    void refusesANameOfTheWrongLength(String name, int length) {
        assertEquals("A name has 1 to 20 characters, not " + length + ". " + ASK, answerTo(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "abcdefghijklmnopqrst", "Zoë_2.x-y", "नमस्ते", "李"})
    void takesNamesOfAnyScript(String name) {
        assertEquals("Welcome, " + name + ". You are alone.\r\n", answerTo(name));
    }

    @Test
    void refusesANameThatIsTakenInAnyCaseUntilItIsFree() {
        var ann = joined("ann");
        var other = RecordingTransport.with(room);
        other.written();
        other.receive("Ann\n");
        assertEquals("Somebody is called Ann already. " + ASK, other.written().toUtf8());
        ann.reset();
        other.receive("Ann\n");
        assertEquals("Welcome, Ann. You are alone.\r\n", other.written().toUtf8());
    }

    @ParameterizedTest
    @CsvSource({
        "ann, \uff21\uff4e\uff4e", // fullwidth
        "file, \ufb01le", // a ligature
        "K2, \u212a\u00b2", // the sign for kelvin, a superscript
        "stra\u00dfe, STRASSE",
        "\u03c3\u03b1\u03c2, \u03a3\u0391\u03a3", // the final sigma
        "\u00e9, e\u0301", // composed and not
    })
    void refusesANameThatIsTakenInAnotherForm(String taken, String wanted) {
        joined(taken);
        assertEquals("Somebody is called " + wanted + " already. " + ASK, answerTo(wanted));
    }

    @Test
    void turnsAwayWhoFindsTheRoomFull() {
        joined("ann");
        joined("bob");
        joined("cat");
        var dan = joined("dan");
        assertEquals(
                "Sorry, the room is full. Try again later.\r\n", dan.written().toUtf8());
        assertTrue(dan.isClosed());
        assertEquals(3, room.names().size());
    }

    @Test
    void replacesControlCharactersThatWouldCommandATerminal() {
        var ann = joined("ann");
        var bob = joined("bob");
        bob.written();
        ann.receive("\u001b[2J\tx\u009b\n");
        assertEquals("<ann> \ufffd[2J\tx\ufffd\r\n", bob.written().toUtf8());
        ann.receive("a\u202eb\u2066c\u2028d\n");
        assertEquals("<ann> a\ufffdb\ufffdc\ufffdd\r\n", bob.written().toUtf8());
    }

    @Test
    void showsOutWhoSendsTooLongALineAndGoesOnWithoutIt() {
        var ann = joined("ann");
        var bob = joined("bob");
        hearNothingMore(ann, bob);
        bob.receive("x".repeat(101));
        assertEquals(
                "That line is too long: the limit is 100 bytes.\r\n",
                bob.written().toUtf8());
        assertTrue(bob.isClosed());
        assertEquals("* bob left\r\n", ann.written().toUtf8());
    }

    @Test
    void keepsALimitedNumberOfLinesForASlowMemberAndTellsHowManyItMissed() {
        var ann = joined("ann");
        var bob = joined("bob");
        hearNothingMore(bob);
        bob.pauseWrites();
        for (int i = 1; i <= 9; i++) {
            ann.receive(i + "\n");
        }
        assertEquals("", bob.written().toUtf8());
        bob.resumeWrites();
        String kept = "<ann> 1\r\n<ann> 2\r\n<ann> 3\r\n<ann> 4\r\n";
        assertEquals(kept + "(5 lines missed)\r\n", bob.written().toUtf8());
        ann.receive("10\n");
        assertEquals("<ann> 10\r\n", bob.written().toUtf8());
    }

    @Test
    void aSlowMemberHoldsUpNobodyElse() {
        var ann = joined("ann");
        var bob = joined("bob");
        var cat = joined("cat");
        hearNothingMore(bob, cat);
        bob.pauseWrites();
        for (int i = 1; i <= 9; i++) {
            ann.receive("x\n");
        }
        assertEquals("<ann> x\r\n".repeat(9), cat.written().toUtf8());
        assertFalse(ann.isReadingPaused());
    }

    @Test
    void writesNothingToAMemberThatIsLostWhileItIsSlow() {
        var ann = joined("ann");
        var bob = joined("bob");
        hearNothingMore(bob);
        bob.pauseWrites();
        ann.receive("unheard\n");
        bob.reset();
        ann.receive("alone\n");
        assertEquals("", bob.written().toUtf8());
    }

    @Test
    void refusesLimitsOfZero() {
        assertThrows(IllegalArgumentException.class, () -> new ChatRoom.Limits(0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new ChatRoom.Limits(1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new ChatRoom.Limits(1, 1, 0));
    }

    private RecordingTransport<Chat> joined(String name) {
        var wire = RecordingTransport.with(room);
        wire.written();
        wire.receive(name + "\r\n");
        return wire;
    }

    private String answerTo(String name) {
        return joined(name).written().toUtf8();
    }

    private static void hearNothingMore(RecordingTransport<?>... wires) {
        for (RecordingTransport<?> wire : wires) {
            wire.written();
        }
    }
}
