package dev.sennit.endpoint.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CommandLineTest {
    static Stream<Arguments> commands() {
        return Stream.of(
                Arguments.of("one word", "cat", List.of("cat")),
                Arguments.of("many blanks", "  a   b\tc ", List.of("a", "b", "c")),
                Arguments.of("single quotes", "sh -c 'a \"b\" | c'", List.of("sh", "-c", "a \"b\" | c")),
                Arguments.of("double quotes", "echo \"it's\"", List.of("echo", "it's")),
                Arguments.of("quotes inside a word", "a'b c'd", List.of("ab cd")),
                Arguments.of("an empty word", "a ''", List.of("a", "")),
                Arguments.of("nothing", " ", List.of()),
                Arguments.of("a quote that stays open", "a 'b", List.of()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("commands")
    void splitsAtBlanksOutsideOfQuotes(String name, String text, List<String> words) {
        assertEquals(words, ExecClientType.CommandLine.split(text));
        if (!words.isEmpty()) {
            assertEquals(words, ExecClientType.CommandLine.split(ExecClientType.CommandLine.join(words)));
        }
    }
}
