package dev.sennit.endpoint.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.endpoint.description.EndpointSyntaxException;
import dev.sennit.endpoint.description.SourceText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                Duration.ofSeconds(Integer.MAX_VALUE, 999_999_999),
                Duration.ofSeconds(999_999_999_999L, 999_000_000))) {
            assertSurvives(ArgumentKind.duration(), duration);
            ArgumentKind.duration().check("x", duration);
        }
    }

    @Test
    void durationsBeyondTheRangeAreRefused() {
        for (String text : List.of("999999999999999d", "106751991167300d", "1000000000000s", "1000000000000000ms")) {
            assertThrows(
                    EndpointSyntaxException.class, () -> ArgumentKind.duration().parse(given(text)), text);
        }
        for (Duration duration : List.of(
                Duration.ofSeconds(Long.MAX_VALUE, 1_000_000),
                Duration.ofSeconds(Long.MIN_VALUE, 1_000_000),
                Duration.ofSeconds(1_000_000_000_000L),
                Duration.ofNanos(-1))) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> ArgumentKind.duration()
                            .check("x", duration));
            assertTrue(String.valueOf(refused.getMessage()).startsWith("x must be a duration such as "));
        }
    }

    /** The text of such a value would say something else than the value. */
    @Test
    void aValueThatIsNotReadAsItselfIsRefused(@TempDir Path directory) throws IOException {
        ArgumentKind<List<String>> list = ArgumentKind.list(ArgumentKind.text());
        list.check("x", List.of("[a"));
        list.check("x", List.of("[a]", "", "b,c", "d:e"));
        for (List<String> items : List.of(List.of("[a", "b"), List.of("]a,b"), List.of("a", "b[", "c]"))) {
            assertEquals(
                    "x must be a comma-separated list in which the brackets of each item pair up",
                    assertThrows(IllegalArgumentException.class, () -> list.check("x", items))
                            .getMessage());
        }

        URI archive = URI.create("jar:" + directory.resolve("a.zip").toUri());
        try (FileSystem other = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            assertEquals(
                    "x must be a file path; '/a.pem' does not read as the value given",
                    assertThrows(IllegalArgumentException.class, () -> ArgumentKind.path()
                                    .check("x", other.getPath("/a.pem")))
                            .getMessage());
        }
    }

    @Test
    void anEndpointKeepsItsListWhenTheCallerChangesTheirs() {
        Argument<List<String>> names = Argument.optional("names", ArgumentKind.list(ArgumentKind.text()), "");
        List<String> given = new ArrayList<>(List.of("a", "b"));

        Arguments made =
                Arguments.of(EndpointSchema.server("x", "").arguments(names)).with(names, given);
        given.clear();

        assertEquals("x:names=a,b", made.describe());
    }

    @Test
    void aSecretThatIsRefusedIsNotAmongTheCauses() {
        ArgumentKind<String> pin = new Kinds.SimpleKind<>("four digits", text -> Optional.empty(), text -> text, true);

        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> pin.check("token", "hunter2"));

        StringWriter trace = new StringWriter();
        refused.printStackTrace(new PrintWriter(trace));
        assertEquals("token must be four digits", refused.getMessage());
        assertFalse(trace.toString().contains("hunter2"), trace::toString);
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
