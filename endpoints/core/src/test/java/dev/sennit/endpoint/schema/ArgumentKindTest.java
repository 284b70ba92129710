package dev.sennit.endpoint.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sennit.endpoint.description.EndpointSyntaxException;
import dev.sennit.endpoint.description.SourceText;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a kind reads it writes, and what it writes it reads. The refusals are rows of the table. */
class ArgumentKindTest {

    @Test
    void durationsOfAnyLengthSurvive() {
        for (Duration duration : List.of(
                Duration.ZERO,
                Duration.ofNanos(1),
                Duration.ofMillis(1),
                Duration.ofMillis(1500),
                Duration.ofSeconds(59),
                Duration.ofSeconds(3661),
                Duration.ofDays(400),
                Duration.ofSeconds(Integer.MAX_VALUE, 999_999_999))) {
            assertSurvives(ArgumentKind.duration(), duration);
        }
    }

    @Test
    void sizesSurvive() {
        for (long size : List.of(0L, 1L, 1_000L, 1_023L, 1_024L, 1_000_000L, 5L << 40, Long.MAX_VALUE)) {
            assertSurvives(ArgumentKind.size(), size);
        }
    }

    @Test
    void integersReachBothEnds() {
        ArgumentKind<Integer> all = ArgumentKind.integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
        assertSurvives(all, Integer.MIN_VALUE);
        assertSurvives(all, Integer.MAX_VALUE);
    }

    @Test
    void everyListThatCanBeReadSurvives() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ArgumentKind<List<String>> kind = ArgumentKind.list(ArgumentKind.text());
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int left = random.nextInt(10); left > 0; left--) {
                text.append("[],:ab".charAt(random.nextInt(6)));
            }
            try {
                List<String> items = kind.parse(given(text.toString()));
                assertEquals(items, kind.parse(given(kind.format(items))), () -> "seed " + seed + ": " + text);
            } catch (EndpointSyntaxException refused) {
                assertEquals("x has an empty item between its commas", refused.problem(), "seed " + seed);
            }
        }
    }

    @Test
    void aSecretDoesNotShowItself() {
        assertEquals("***", new Secret("hunter2").toString());
        assertFalse(ArgumentKind.text().isSecret());
    }

    private static <T> void assertSurvives(ArgumentKind<T> kind, T value) {
        assertEquals(value, kind.parse(given(kind.format(value))));
    }

    private static ArgumentText given(String text) {
        return new ArgumentText("x", SourceText.of(text));
    }
}
