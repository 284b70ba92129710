package dev.sennit.integration.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnippetTest {
    @Test
    void findsEachBlockWithItsLanguageAndItsMark() {
        List<Snippet> found = Snippet.in(List.of(
                "text",
                "```java",
                "a();",
                "```",
                "<!-- snippet: Example -->",
                "```java",
                "b();",
                "",
                "```",
                "<!-- runnable -->",
                "```sh",
                "ls",
                "```"));
        assertEquals(3, found.size());
        assertEquals(new Snippet(2, "java", Optional.empty(), List.of("a();")), found.get(0));
        assertEquals(Optional.of("Example"), found.get(1).source());
        assertEquals(List.of("b();", ""), found.get(1).lines());
        assertTrue(found.get(2).isRunnable());
        assertFalse(found.get(1).isRunnable());
    }

    @Test
    void refusesABlockWithoutAnEnd() {
        assertThrows(IllegalArgumentException.class, () -> Snippet.in(List.of("```java", "a();")));
    }

    @Test
    void aBlockOccursWhereItsLinesStandTogetherWhateverTheirIndentation() {
        Snippet block = new Snippet(1, "java", Optional.empty(), List.of("a();", "", "b();"));
        assertTrue(block.occursIn(List.of("void x() {", "    a();", "    b();", "}")));
        assertFalse(block.occursIn(List.of("a();", "c();", "b();")));
        assertFalse(block.occursIn(List.of("a();", "b(); // more")));
        assertFalse(block.occursIn(List.of("xa();", "b();")));
    }

    @Test
    void anEmptyBlockOccursNowhere() {
        assertFalse(new Snippet(1, "java", Optional.empty(), List.of("")).occursIn(List.of("a();")));
    }

    @Test
    void aTypeAtTheLeftEdgeMakesAWholeSource() {
        assertTrue(
                new Snippet(1, "java", Optional.empty(), List.of("import x;", "final class A {", "}")).isWholeSource());
        assertFalse(new Snippet(1, "java", Optional.empty(), List.of("    class A {}", "a();")).isWholeSource());
    }
}
