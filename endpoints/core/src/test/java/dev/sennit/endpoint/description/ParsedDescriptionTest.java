package dev.sennit.endpoint.description;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading is total: a description or a syntax error, for any text of any length. */
class ParsedDescriptionTest {

    @Test
    void valuesKnowTheirColumns() {
        ParsedDescription parsed = ParsedDescription.parse("x:a\\:b:n=[c:[d]]");

        SourceText escaped = parsed.parts().get(0).value();
        assertEquals("a:b", escaped.text());
        assertEquals(
                List.of(2, 3, 5, 6),
                List.of(escaped.column(0), escaped.column(1), escaped.column(2), escaped.column(3)));
        ParsedDescription nested =
                ParsedDescription.parseNested(parsed.parts().get(1).value());
        assertEquals(13, nested.parts().get(0).value().column(0));
        assertEquals("n=[c:[d]]", parsed.restFrom(1).text());
    }

    @Test
    void equalityIsOfWhatIsSaidNotHow() {
        assertEquals(ParsedDescription.parse("tcp:[::1]"), ParsedDescription.parse("TCP:\\:\\:1"));
    }

    @Test
    void onlyASyntaxErrorEscapesFromRandomText() {
        long seed = System.nanoTime();
        RandomText random = new RandomText(seed);
        for (int i = 0; i < 100_000; i++) {
            String text = "tcp:".repeat(i % 2) + random.next();
            try {
                EndpointDescription description = EndpointDescription.parse(text);
                assertEquals(description, EndpointDescription.parse(description.format()), "seed " + seed);
            } catch (EndpointSyntaxException e) {
                assertTrue(e.column() >= 0 && e.column() <= e.text().length(), () -> "seed " + seed + ": " + text);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + text, e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "]", "\\", ":", "=", "[]", "\\[", "][", "password=", "tcp:", "[a=", "🙂"})
    void readsOrRefusesAMillionCharactersOfOneThing(String piece) {
        String text = "x:" + piece.repeat(1_000_000 / piece.length());
        try {
            EndpointDescription description = EndpointDescription.parse(text);
            assertEquals(description, EndpointDescription.parse(description.format()));
        } catch (EndpointSyntaxException e) {
            assertTrue(e.getMessage().length() < 1_000, "a message is short");
        }
    }

    @Test
    void deepBracketsAreAValue() {
        String deep = "[".repeat(500_000) + "]".repeat(500_000);

        String value = EndpointDescription.parse("x:" + deep).positional().get(0);

        assertEquals(deep.substring(1, deep.length() - 1), value);
    }

    @Test
    void endpointsNestToALimit() {
        String text = "x:[".repeat(SourceText.MAX_DEPTH) + "x" + "]".repeat(SourceText.MAX_DEPTH);
        ParsedDescription deepest = ParsedDescription.parse(text);
        while (deepest.source().depth() < SourceText.MAX_DEPTH) {
            deepest = ParsedDescription.parseNested(deepest.parts().get(0).value());
        }
        SourceText tooDeep = deepest.parts().get(0).value();

        EndpointSyntaxException error =
                assertThrows(EndpointSyntaxException.class, () -> ParsedDescription.parseNested(tooDeep));

        assertEquals("endpoints nest at most 32 deep", error.problem());
        assertEquals(text.indexOf("x]"), error.column());
    }

    @Test
    void argumentsAreLimited() {
        EndpointDescription.parse("x" + ":a".repeat(EndpointDescription.MAX_ARGUMENTS));

        EndpointSyntaxException error = assertThrows(
                EndpointSyntaxException.class,
                () -> EndpointDescription.parse("x" + ":a".repeat(EndpointDescription.MAX_ARGUMENTS + 1)));

        assertEquals("an endpoint has at most 1000 arguments", error.problem());
        assertEquals(2 * EndpointDescription.MAX_ARGUMENTS + 2, error.column());
    }
}
