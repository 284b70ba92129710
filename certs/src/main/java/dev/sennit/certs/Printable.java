package dev.sennit.certs;

/** Text from certificates of others, made fit for a terminal. */
final class Printable {
    private Printable() {}

    /** Shows control, format and unassigned characters by their numbers: they could rewrite what stands around them. */
    static String of(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(point -> {
            switch (Character.getType(point)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR,
                        Character.PRIVATE_USE,
                        Character.SURROGATE,
                        Character.UNASSIGNED -> shown.append("\\u{%x}".formatted(point));
                default -> shown.appendCodePoint(point);
            }
        });
        return shown.toString();
    }
}
