package dev.sennit.transport.bytes;

/** Makes text of peers fit for a message of one line. */
public final class Printable {
    private Printable() {}

    /**
     * Returns the text with every character that does not print, ends a line or changes the direction of writing as a
     * backslash, the letter u and four hexadecimal digits: control characters (Unicode's Cc), format characters (Cf,
     * bidirectional controls among them), line and paragraph separators (Zl, Zp) and single surrogates (Cs).
     */
    public static String of(String text) {
        return text.codePoints().allMatch(Printable::prints) ? text : escaped(text);
    }

    private static String escaped(String text) {
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            if (prints(point)) {
                shown.appendCodePoint(point);
            } else {
                for (char unit : Character.toChars(point)) {
                    shown.append("\\u%04x".formatted((int) unit));
                }
            }
        });
        return shown.toString();
    }

    private static boolean prints(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
