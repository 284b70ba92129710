package dev.sennit.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CloseTimeoutsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void areValues() {
        CloseTimeouts changed = CloseTimeouts.DEFAULT.withFlush(MINUTE);
        assertEquals(MINUTE, changed.flush());
        assertEquals(CloseTimeouts.DEFAULT.linger(), changed.linger());
        assertNotEquals(CloseTimeouts.DEFAULT, changed);
        assertEquals(CloseTimeouts.DEFAULT, changed.withFlush(CloseTimeouts.DEFAULT.flush()));
        assertEquals(
                CloseTimeouts.DEFAULT.hashCode(),
                changed.withFlush(Duration.ofSeconds(30)).hashCode());
        assertEquals("close timeouts of PT1M to flush and PT2S to linger", changed.toString());
    }

    @Test
    void refusesTimesThatEndAtOnce() {
        Throwable zero =
                assertThrows(IllegalArgumentException.class, () -> CloseTimeouts.DEFAULT.withFlush(Duration.ZERO));
        assertEquals("the flush timeout must be over zero, not PT0S", zero.getMessage());
        Throwable negative =
                assertThrows(IllegalArgumentException.class, () -> CloseTimeouts.DEFAULT.withLinger(MINUTE.negated()));
        assertEquals("the linger timeout must be over zero, not PT-1M", negative.getMessage());
    }
}
