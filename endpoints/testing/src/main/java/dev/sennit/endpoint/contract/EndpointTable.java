package dev.sennit.endpoint.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sennit.endpoint.description.EndpointDescription;
import dev.sennit.endpoint.description.EndpointSyntaxException;
import dev.sennit.endpoint.description.ParsedDescription;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointRole;
import dev.sennit.endpoint.schema.EndpointTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads rows as in {@code endpoint-strings.txt}, whose head explains them, and checks them against any set of types.
 */
public final class EndpointTable {

    private static final int KEY_LENGTH = "server ".length();
    private static final Pattern BLANK_LINES = Pattern.compile("\n\n+");

    /** One string, and either its values and normal form or the mistake in it. */
    public record Row(String name, EndpointRole role, String text, Map<String, String> expected) {

        /** Checks that the types make of the string what the row says. */
        public void check(EndpointTypes types) {
            if (expected.containsKey("values")) {
                checkGood(types);
            } else {
                checkBad(types);
            }
        }

        /**
         * Answers whether the row holds for these types too though it was written for others: its type is among them, or
         * its mistake is found before a type is looked for.
         */
        public boolean isAbout(EndpointTypes types) {
            if (expected.getOrDefault("pointer", "").contains("known: ")) {
                return false;
            }
            try {
                return types.find(role, EndpointDescription.parse(text).type()).isPresent();
            } catch (EndpointSyntaxException breaksTheGrammar) {
                return true;
            }
        }

        private void checkGood(EndpointTypes types) {
            Arguments arguments = types.bind(role, text);
            String normal = expected.getOrDefault("normal", text);
            assertEquals(expected.get("values"), valuesOf(arguments));
            assertEquals(normal, arguments.toDescription().format());
            assertEquals(arguments, types.bind(role, normal), "normal form means the same");
            EndpointDescription description = EndpointDescription.parse(text);
            assertEquals(description, EndpointDescription.parse(description.format()));
            assertEquals(
                    arguments,
                    types.bind(role, ParsedDescription.parse(description.format())),
                    "a description means the same as the string");
        }

        private void checkBad(EndpointTypes types) {
            EndpointSyntaxException error = assertThrows(EndpointSyntaxException.class, () -> types.bind(role, text));
            String shown = expected.getOrDefault("shown", text);
            String pointer = Objects.requireNonNull(expected.get("pointer"), "row has neither values nor a caret");
            assertEquals(shown + "\n" + pointer, error.getMessage());
            assertEquals(shown, error.text());
            assertEquals(pointer.indexOf('^'), error.column());
            assertEquals(pointer.substring(pointer.indexOf('^') + 2), error.problem());
        }

        @Override
        public String toString() {
            return name + ": " + role.word() + " " + text;
        }
    }

    private EndpointTable() {}

    /** Returns the rows in the order of the file. */
    public static List<Row> rows() {
        return rows(EndpointTable.class, "endpoint-strings.txt");
    }

    /** Returns the rows of a file beside a class. */
    public static List<Row> rows(Class<?> beside, String file) {
        List<Row> rows = new ArrayList<>();
        for (String block : BLANK_LINES.splitAsStream(read(beside, file)).toList()) {
            List<String> lines =
                    block.lines().filter(line -> !line.startsWith("#")).toList();
            if (!lines.isEmpty()) {
                rows.add(row(lines));
            }
        }
        return rows;
    }

    private static Row row(List<String> lines) {
        Map<String, String> expected = new HashMap<>();
        for (String line : lines.subList(2, lines.size())) {
            String key = line.substring(2, 2 + KEY_LENGTH).strip();
            expected.put(key.isEmpty() ? "pointer" : key, line.substring(2 + KEY_LENGTH));
        }
        EndpointRole role = EndpointRole.valueOf(
                lines.get(1).substring(2, 1 + KEY_LENGTH).strip().toUpperCase(Locale.ROOT));
        return new Row(lines.get(0), role, lines.get(1).substring(2 + KEY_LENGTH), expected);
    }

    private static String valuesOf(Arguments arguments) {
        return arguments.schema().arguments().stream()
                .map(argument -> valueOf(arguments, argument))
                .filter(value -> !value.isEmpty())
                .collect(Collectors.joining(" | "));
    }

    private static <T> String valueOf(Arguments arguments, Argument<T> argument) {
        return arguments.isGiven(argument)
                ? argument.name() + "=" + argument.kind().format(arguments.get(argument))
                : "";
    }

    private static String read(Class<?> beside, String file) {
        try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
