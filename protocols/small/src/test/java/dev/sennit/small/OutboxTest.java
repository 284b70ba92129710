package dev.sennit.small;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.transport.bytes.Bytes;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final Chat.Outbox outbox = new Chat.Outbox(2);

    @Test
    void givesLinesInOrderAndThenNothing() {
        offer("one", "two");
        assertNext("one", "two");
        assertEquals(Optional.empty(), outbox.next());
    }

    @Test
    void countsWhatIsOverTheLimitOnce() {
        offer("one", "two", "three");
        assertNext("one", "two", "(1 line missed)\r\n");
        assertEquals(Optional.empty(), outbox.next());
    }

    /** Else a line would come before the note of one missed earlier. */
    @Test
    void takesNoLineAfterOneIsMissedUntilThatIsTold() {
        offer("one", "two", "three");
        assertNext("one");
        offer("four");
        assertNext("two", "(2 lines missed)\r\n");
        offer("five");
        assertNext("five");
    }

    private void offer(String... lines) {
        for (String line : lines) {
            outbox.offer(Bytes.utf8(line));
        }
    }

    private void assertNext(String... lines) {
        for (String line : lines) {
            assertEquals(Optional.of(Bytes.utf8(line)), outbox.next());
        }
    }
}
