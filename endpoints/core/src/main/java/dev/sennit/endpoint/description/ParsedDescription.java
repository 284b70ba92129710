package dev.sennit.endpoint.description;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A description together with where each part stood in the string it was read from.
 *
 * <p>Positions are not part of equality: two are equal when their {@link #description} is.
 *
 * @param source the whole text of this description
 * @param type the type's name in lower case
 * @param parts the arguments in the order written
 */
public record ParsedDescription(SourceText source, String type, List<Part> parts) {

    /**
     * An argument in its place.
     *
     * @param start where in the description it begins
     * @param name empty for a positional argument
     * @param segment the argument as written, name and quotes included
     * @param value the value free of quotes
     */
    public record Part(int start, String name, SourceText segment, SourceText value) {

        /** Answers whether the argument was given by position. */
        public boolean isPositional() {
            return name.isEmpty();
        }

        @Override
        public String toString() {
            return SecretNames.hideSecrets(segment.text());
        }
    }

    /** Keeps its own copy of the list. */
    public ParsedDescription {
        parts = List.copyOf(parts);
    }

    /**
     * Reads an endpoint string, in time linear in its length.
     *
     * @throws EndpointSyntaxException if the string breaks the grammar
     */
    public static ParsedDescription parse(String text) {
        return parse(SourceText.of(text));
    }

    /**
     * Reads an endpoint nested in an argument of another.
     *
     * @throws EndpointSyntaxException if the text breaks the grammar or is nested too deep; the column is that of the
     *     outermost string
     */
    public static ParsedDescription parseNested(SourceText value) {
        return parse(value.deeper());
    }

    private static ParsedDescription parse(SourceText source) {
        if (source.depth() > SourceText.MAX_DEPTH) {
            throw source.error(0, "endpoints nest at most " + SourceText.MAX_DEPTH + " deep");
        }
        List<Segment> segments = Segment.split(source);
        String type = readType(segments.get(0));
        List<Part> parts =
                segments.stream().skip(1).map(ParsedDescription::readPart).toList();
        return new ParsedDescription(source, type, parts);
    }

    private static String readType(Segment segment) {
        SourceText type = unescape(segment.text());
        if (type.text().isEmpty()) {
            throw type.error(0, "an endpoint starts with its type, such as tcp in tcp:8080");
        }
        int bad = Grammar.firstOutsideWord(type.text());
        if (bad < type.text().length()) {
            throw type.error(bad, type.quoted() + " is not an endpoint type, which is made of " + Grammar.WORD_RULE);
        }
        return type.text().toLowerCase(Locale.ROOT);
    }

    private static Part readPart(Segment segment) {
        SourceText text = segment.text();
        if (segment.equalsAt() < 0) {
            return new Part(segment.start(), "", text, Quoting.unquote(text));
        }
        SourceText name = unescape(text.slice(0, segment.equalsAt()));
        if (name.text().isEmpty()) {
            throw name.error(0, "an argument name is missing before '='; a value with '=' goes in brackets");
        }
        int bad = Grammar.firstOutsideWord(name.text());
        if (bad < name.text().length()) {
            // The name itself is not repeated: after an unquoted ':' in a secret it may be the secret's other half.
            throw name.error(
                    bad, "an argument name is made of " + Grammar.WORD_RULE + "; a value with '=' goes in brackets");
        }
        SourceText value = text.slice(segment.equalsAt() + 1, text.text().length());
        return new Part(segment.start(), name.text(), text, Quoting.unquote(value));
    }

    /** Removes escapes, which are allowed everywhere, from a name, in which brackets are not. */
    private static SourceText unescape(SourceText name) {
        return name.text().startsWith("[") ? name : Quoting.unquote(name);
    }

    /** Returns all that was written from the start of the given argument to the end, as one piece. */
    public SourceText restFrom(int partIndex) {
        return source.slice(parts.get(partIndex).start(), source.text().length());
    }

    /** Returns the value, without positions. */
    public EndpointDescription description() {
        return new EndpointDescription(
                type,
                parts.stream()
                        .map(part -> new GivenArgument(part.name(), part.value().text()))
                        .toList());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ParsedDescription that && description().equals(that.description());
    }

    @Override
    public int hashCode() {
        return description().hashCode();
    }

    /** Shows the description for logs, secrets hidden. */
    @Override
    public String toString() {
        return description().toString();
    }

    /** What stands between two unquoted colons, and where in it the first unquoted {@code =} is, or -1. */
    private record Segment(SourceText text, int start, int equalsAt) {

        /** Cuts a description at its unquoted colons and checks that its quoting is well formed. */
        static List<Segment> split(SourceText source) {
            String text = source.text();
            List<Segment> segments = new ArrayList<>();
            int start = 0;
            int equalsAt = -1;
            int depth = 0;
            int opened = 0;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '[') {
                    if (depth++ == 0) {
                        opened = i;
                    }
                } else if (c == ']') {
                    if (depth-- == 0) {
                        throw source.error(i, "']' closes nothing; a bracket that is part of a value is written \\]");
                    }
                } else if (depth == 0) {
                    if (c == '\\') {
                        if (++i == text.length()) {
                            throw source.error(i - 1, "'\\' at the end escapes nothing; a backslash is written \\\\");
                        }
                    } else if (c == ':') {
                        segments.add(cut(source, start, i, equalsAt));
                        start = i + 1;
                        equalsAt = -1;
                        refuseTooMany(source, segments.size(), start);
                    } else if (c == '=' && equalsAt < 0) {
                        equalsAt = i;
                    }
                }
            }
            if (depth > 0) {
                throw source.error(opened, "'[' is never closed; a bracket that is part of a value is written \\[");
            }
            segments.add(cut(source, start, text.length(), equalsAt));
            return segments;
        }

        private static Segment cut(SourceText source, int start, int end, int equalsAt) {
            return new Segment(source.slice(start, end), start, equalsAt < 0 ? -1 : equalsAt - start);
        }

        private static void refuseTooMany(SourceText source, int arguments, int column) {
            if (arguments > EndpointDescription.MAX_ARGUMENTS) {
                throw source.error(
                        column, "an endpoint has at most " + EndpointDescription.MAX_ARGUMENTS + " arguments");
            }
        }
    }
}
