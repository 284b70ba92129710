package dev.sennit.endpoint.unix;

import java.util.ArrayList;
import java.util.List;

/** Splits a command into words at blanks, as a shell does with its quotes and nothing else of it. */
final class CommandLine {
    private CommandLine() {}

    /** The words; none if a quote is open at the end. */
    static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                inWord = true;
            } else if (c == ' ' || c == '\t') {
                if (inWord) {
                    words.add(word.toString());
                }
                word.setLength(0);
                inWord = false;
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return quote == 0 ? words : List.of();
    }

    /** A text that splits into these words. */
    static String join(List<String> words) {
        return String.join(" ", words.stream().map(CommandLine::quoted).toList());
    }

    private static String quoted(String word) {
        boolean plain = !word.isEmpty() && word.chars().noneMatch(c -> c == ' ' || c == '\t' || c == '\'' || c == '"');
        if (plain) {
            return word;
        }
        // A single quote inside ends the quoting, stands in double quotes, and begins it anew.
        return "'" + word.replace("'", "'\"'\"'") + "'";
    }
}
