package dev.sennit.endpoint.description;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * Names whose values are never shown.
 *
 * <p>The name alone decides, so a secret is hidden in a string whose type is unknown, in an endpoint nested in another, and
 * in a string too broken to parse. A declared secret argument must bear such a name.
 */
public final class SecretNames {

    private static final List<String> STEMS =
            List.of("pass", "pwd", "secret", "token", "credential", "apikey", "api-key", "api_key");
    private static final List<String> WORDS = List.of("password", "passphrase", "secret", "token");

    private SecretNames() {}

    /** Answers whether a value under this name is to be hidden; so is one under a near misspelling. */
    public static boolean looksSecret(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return STEMS.stream().anyMatch(lower::contains)
                || NearestName.find(lower, WORDS).isPresent();
    }

    /** Replaces each secret value in an endpoint string, at any depth, by {@code ***}. */
    public static String hideSecrets(String text) {
        return Excerpt.of(text, 0, 0).text();
    }

    /**
     * Finds the characters of secret values.
     *
     * <p>Works on any text, well formed or not; where that leaves in doubt how far a value goes, it goes further.
     */
    static BitSet secretsIn(String text) {
        BitSet secrets = new BitSet();
        int nameFrom = 0;
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '=') {
                if (looksSecret(text.substring(nameFrom, i).replace("\\", ""))) {
                    int end = endOfValue(text, i + 1, depth > 0);
                    secrets.set(i + 1, end);
                    i = end - 1;
                }
                nameFrom = i + 1;
            } else if (c == ':' || c == '[') {
                nameFrom = i + 1;
                // Counting too few brackets only hides too much; an escaped one is not counted.
                depth += c == '[' && (i == 0 || text.charAt(i - 1) != '\\') ? 1 : 0;
            } else if (c == ']') {
                depth = Math.max(0, depth - 1);
            }
        }
        return secrets;
    }

    private static int endOfValue(String text, int from, boolean enclosed) {
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '[') {
                depth++;
            } else if (c == ']' && depth > 0) {
                depth--;
            } else if (c == ']' && enclosed && (i + 1 == text.length() || ":],".indexOf(text.charAt(i + 1)) >= 0)) {
                return i;
            } else if (c == ':' && depth == 0 && isNameAt(text, i + 1)) {
                return i;
            }
        }
        return text.length();
    }

    /** Answers whether a named argument starts here; what else follows a secret is its other half, not quoted as it should be. */
    private static boolean isNameAt(String text, int from) {
        int i = from;
        while (i < text.length() && Grammar.isWord("a" + text.charAt(i))) {
            i++;
        }
        return i > from && i < text.length() && text.charAt(i) == '=';
    }
}
