package dev.sennit.command;

import dev.sennit.endpoint.schema.Argument;
import dev.sennit.services.ServiceType;
import java.util.List;

/** Declarations in words. */
final class Declarations {
    private Declarations() {}

    /** What an option is for, what it may be, and what it is when not given. */
    static <T> String explain(Argument<T> option) {
        String fallback = option.defaultValue()
                .map(option.kind()::format)
                .filter(text -> !text.isEmpty())
                .map(text -> ", default " + (text.contains(" ") ? "'" + text + "'" : text))
                .orElse("");
        return option.help() + " (" + option.kind().rule() + (option.isRequired() ? "; required" : fallback) + ")";
    }

    /** All that a service declares, for a terminal. */
    static String reference(ServiceType type) {
        StringBuilder text = new StringBuilder("sennit serve " + type.name() + " ENDPOINT...");
        for (Argument<?> option : type.options()) {
            text.append(option.isRequired() ? " --" + option + "=..." : " [--" + option + "=...]");
        }
        text.append("\n  ").append(type.help()).append('\n');
        if (!type.description().isEmpty()) {
            text.append("  ").append(type.description()).append('\n');
        }
        if (!type.options().isEmpty()) {
            text.append('\n');
        }
        table(type.options().stream()
                        .map(option -> new Row("--" + option, explain(option)))
                        .toList())
                .forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    /** Lines of two columns, indented. */
    static List<String> table(List<Row> rows) {
        int width = rows.stream().mapToInt(row -> row.left().length()).max().orElse(0);
        return rows.stream()
                .map(row -> "  " + row.left() + " ".repeat(width - row.left().length() + 2) + row.right())
                .toList();
    }

    /** A line of a table. */
    record Row(String left, String right) {}
}
