package dev.sennit.endpoint.description;

/** The characters of type and argument names. */
final class Grammar {

    static final String WORD_RULE = "ASCII letters, digits, '-', '_', '+' or '.'";

    private Grammar() {}

    static boolean isWord(String text) {
        return !text.isEmpty() && firstOutsideWord(text) == text.length();
    }

    /** Returns the index of the first character that makes the text no name, or its length. */
    static int firstOutsideWord(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && (i == 0 || "-_+.".indexOf(c) < 0)) {
                return i;
            }
        }
        return text.length();
    }
}
