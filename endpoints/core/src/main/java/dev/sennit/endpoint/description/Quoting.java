package dev.sennit.endpoint.description;

/** Values to and from their quoted spelling. */
final class Quoting {

    private Quoting() {}

    /** Spells an argument: plain if it can be, else in brackets if its own brackets pair up, else with escapes. */
    static String format(GivenArgument argument) {
        String value = argument.value();
        String prefix = argument.isPositional() ? "" : argument.name() + "=";
        if (isPlain(value, argument.isPositional())) {
            return prefix + value;
        }
        return prefix + (isBalanced(value) ? "[" + value + "]" : escape(value));
    }

    /** Removes escapes, or the one pair of brackets round the whole, from a piece known to be well formed. */
    static SourceText unquote(SourceText piece) {
        String text = piece.text();
        if (isEnclosed(text)) {
            return piece.slice(1, text.length() - 1);
        }
        if (text.indexOf('\\') < 0) {
            return piece;
        }
        StringBuilder plain = new StringBuilder(text.length());
        int[] indexes = new int[text.length() + 1];
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            int at = i;
            char c = text.charAt(i);
            if (c == '\\' && depth == 0) {
                c = text.charAt(++i);
            } else {
                depth += bracketStep(c);
            }
            indexes[plain.length()] = at;
            plain.append(c);
        }
        indexes[plain.length()] = text.length();
        return piece.rewrite(plain.toString(), indexes);
    }

    private static boolean isPlain(String value, boolean positional) {
        int depth = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (depth == 0 && (c == '\\' || c == ':' || (c == '=' && positional))) {
                return false;
            }
            depth += bracketStep(c);
            if (depth < 0) {
                return false;
            }
        }
        return depth == 0 && !isEnclosed(value);
    }

    private static boolean isBalanced(String value) {
        int depth = 0;
        for (int i = 0; i < value.length() && depth >= 0; i++) {
            depth += bracketStep(value.charAt(i));
        }
        return depth == 0;
    }

    /** Answers whether the first character is a bracket whose partner is the last one. */
    private static boolean isEnclosed(String text) {
        if (!text.startsWith("[")) {
            return false;
        }
        int depth = 0;
        int i = 0;
        do {
            depth += bracketStep(text.charAt(i++));
        } while (depth > 0 && i < text.length());
        return depth == 0 && i == text.length();
    }

    private static int bracketStep(char c) {
        return c == '[' ? 1 : c == ']' ? -1 : 0;
    }

    private static String escape(String value) {
        StringBuilder escaped = new StringBuilder(value.length() + 8);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ("\\:[]=".indexOf(c) >= 0) {
                escaped.append('\\');
            }
            escaped.append(c);
        }
        return escaped.toString();
    }
}
