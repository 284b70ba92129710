package dev.sennit.endpoint.description;

import java.util.BitSet;

/** A string with its secrets replaced, and the column in it that is to be pointed out. */
record Excerpt(String text, int column) {

    static final String HIDDEN = "***";

    private static final int WIDTH = 100;
    private static final int WIDTH_BEFORE = 60;

    static Excerpt of(String text, int column, int hiddenTo) {
        BitSet hidden = SecretNames.secretsIn(text);
        hidden.set(column, hiddenTo);
        StringBuilder shown = new StringBuilder(text.length());
        int shownColumn = 0;
        for (int i = 0; i <= text.length(); i++) {
            boolean continuesHidden = i > 0 && hidden.get(i) && hidden.get(i - 1);
            if (i == column) {
                shownColumn = shown.length() - (continuesHidden ? HIDDEN.length() : 0);
            }
            if (i < text.length() && !hidden.get(i)) {
                shown.append(text.charAt(i));
            } else if (i < text.length() && !continuesHidden) {
                shown.append(HIDDEN);
            }
        }
        return new Excerpt(shown.toString(), shownColumn);
    }

    /** Draws the string, or the part of it round the column, and below it a caret and the problem. */
    String pointingOut(String problem) {
        int from = text.length() <= WIDTH ? 0 : Math.max(0, Math.min(column - WIDTH_BEFORE, text.length() - WIDTH));
        int to = Math.min(text.length(), from + WIDTH);
        String before = (from > 0 ? "…" : "") + printable(text.substring(from, column));
        String after = printable(text.substring(column, to)) + (to < text.length() ? "…" : "");
        return before + after + "\n" + " ".repeat(before.codePointCount(0, before.length())) + "^ " + problem;
    }

    /** Replaces each character that does not take exactly one place of its own, so that columns can be counted. */
    static String printable(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isPrintable(c)) {
                shown.appendCodePoint(c);
            } else if (c == '\n' || c == '\r' || c == '\t') {
                shown.append(c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t");
            } else {
                for (char unit : Character.toChars(c)) {
                    shown.append(String.format("\\u%04x", (int) unit));
                }
            }
        });
        return shown.toString();
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK -> false;
            default -> true;
        };
    }
}
