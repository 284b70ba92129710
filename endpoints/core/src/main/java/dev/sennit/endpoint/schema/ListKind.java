package dev.sennit.endpoint.schema;

import dev.sennit.endpoint.description.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Items of one kind with commas between them. */
record ListKind<T>(ArgumentKind<T> item) implements ArgumentKind<List<T>> {

    @Override
    public List<T> parse(ArgumentText text) {
        return split(text).stream().map(item::parse).toList();
    }

    private static List<ArgumentText> split(ArgumentText text) {
        List<ArgumentText> items = new ArrayList<>();
        int from = 0;
        while (from <= text.text().length() && !text.text().isEmpty()) {
            int to = endOfItem(text.text(), from);
            items.add(unbracket(text, from, to));
            from = to + 1;
        }
        return items;
    }

    private static ArgumentText unbracket(ArgumentText text, int from, int to) {
        if (from == to) {
            throw text.source().error(from, text.name() + " has an empty item between its commas");
        }
        return isEnclosed(text.text().substring(from, to)) ? text.slice(from + 1, to - 1) : text.slice(from, to);
    }

    @Override
    public String format(List<T> items) {
        return items.stream()
                .map(item::format)
                .map(text -> needsBrackets(text, items.size() > 1) ? "[" + text + "]" : text)
                .collect(Collectors.joining(","));
    }

    /**
     * An item with colons could do without, but a list of bracketed endpoints reads better than one pair round all.
     * Brackets that would not pair up are left out: such an item, read from a list, needs none.
     */
    private static boolean needsBrackets(String text, boolean amongOthers) {
        boolean wanted = text.isEmpty()
                || endOfItem(text, 0) < text.length()
                || isEnclosed(text)
                || (amongOthers && text.indexOf(':') >= 0);
        return wanted && isEnclosed("[" + text + "]");
    }

    @Override
    public String rule() {
        return "a comma-separated list, each item " + item.rule();
    }

    @Override
    public boolean isSecret() {
        return item.isSecret();
    }

    @Override
    public void check(String name, List<T> items) {
        items.forEach(each -> item.check(name, each));
        List<String> texts = items.stream().map(item::format).toList();
        if (!textsIn(format(items)).equals(texts)) {
            throw new IllegalArgumentException(
                    name + " must be a comma-separated list in which the brackets of each item pair up");
        }
    }

    private static List<String> textsIn(String list) {
        return split(new ArgumentText("", SourceText.of(list))).stream()
                .map(ArgumentText::text)
                .toList();
    }

    @Override
    public List<Arguments> endpointsIn(List<T> items) {
        return items.stream().flatMap(each -> item.endpointsIn(each).stream()).toList();
    }

    private static boolean isEnclosed(String text) {
        return text.startsWith("[") && endOf(text, 0, ']') == text.length() - 1;
    }

    private static int endOfItem(String text, int from) {
        return endOf(text, from, ',');
    }

    /** Finds the first such character after which no bracket is open, counted from {@code from}; else the text's length. */
    private static int endOf(String text, int from, char last) {
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (c == last && depth <= 0) {
                return i;
            }
        }
        return text.length();
    }
}
