package dev.sennit.integration.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One fenced block of a Markdown text.
 *
 * @param line the number of the line that opens it, from 1
 * @param language the word after the opening fence; empty if there is none
 * @param mark what the HTML comment in the line before says, if one is there: {@code snippet: NAME} names the source that
 *     has the block's text, {@code runnable} has a block of shell commands run
 * @param lines the lines between the fences
 */
record Snippet(int line, String language, Optional<String> mark, List<String> lines) {
    private static final Pattern FENCE = Pattern.compile("\\s*```\\s*(\\w*)\\s*");
    private static final Pattern MARK = Pattern.compile("\\s*<!--\\s*(.*?)\\s*-->\\s*");
    private static final Pattern NAME = Pattern.compile("snippet:\\s*(\\w+)");

    Snippet {
        lines = List.copyOf(lines);
    }

    /** Finds the blocks of a text, in their order. */
    static List<Snippet> in(List<String> text) {
        List<Snippet> found = new ArrayList<>();
        for (int i = 0; i < text.size(); i++) {
            Matcher fence = FENCE.matcher(text.get(i));
            if (!fence.matches()) {
                continue;
            }
            int open = i;
            List<String> lines = new ArrayList<>();
            for (i++; i < text.size() && !text.get(i).strip().equals("```"); i++) {
                lines.add(text.get(i));
            }
            if (i == text.size()) {
                throw new IllegalArgumentException("the block that opens in line " + (open + 1) + " does not end");
            }
            found.add(new Snippet(open + 1, fence.group(1), markBefore(text, open), lines));
        }
        return found;
    }

    /** The name of the source that has this text, if one is named. */
    Optional<String> source() {
        return mark.map(NAME::matcher).filter(Matcher::matches).map(matcher -> matcher.group(1));
    }

    /** Whether it is to be run. */
    boolean isRunnable() {
        return mark.filter("runnable"::equals).isPresent();
    }

    /** Whether it is a whole source file, as far as can be seen: a type stands at its left edge. */
    boolean isWholeSource() {
        return lines.stream()
                .anyMatch(line -> line.matches(
                        "((public|final|sealed|abstract) )*(class|record|interface|enum|@interface) \\w+.*"));
    }

    /** Whether its lines stand in a source one after the other; indentation and empty lines do not count. */
    boolean occursIn(List<String> source) {
        return !plain(lines).equals("\n") && plain(source).contains(plain(lines));
    }

    private static String plain(List<String> text) {
        StringBuilder plain = new StringBuilder("\n");
        text.stream().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> plain.append(line)
                .append('\n'));
        return plain.toString();
    }

    private static Optional<String> markBefore(List<String> text, int open) {
        if (open == 0) {
            return Optional.empty();
        }
        Matcher mark = MARK.matcher(text.get(open - 1));
        return mark.matches() ? Optional.of(mark.group(1)) : Optional.empty();
    }
}
