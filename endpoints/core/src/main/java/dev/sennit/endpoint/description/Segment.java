package dev.sennit.endpoint.description;

import java.util.ArrayList;
import java.util.List;

/** What stands between two unquoted colons, and where in it the first unquoted {@code =} is, or -1. */
record Segment(SourceText text, int start, int equalsAt) {

    /** Cuts a description at its unquoted colons and checks that its quoting is well formed. */
    static List<Segment> split(SourceText source) {
        String text = source.text();
        List<Segment> segments = new ArrayList<>();
        int start = 0;
        int equalsAt = -1;
        int depth = 0;
        int opened = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '[') {
                if (depth++ == 0) {
                    opened = i;
                }
            } else if (c == ']') {
                if (depth-- == 0) {
                    throw source.error(i, "']' closes nothing; a bracket that is part of a value is written \\]");
                }
            } else if (depth == 0) {
                if (c == '\\') {
                    if (++i == text.length()) {
                        throw source.error(i - 1, "'\\' at the end escapes nothing; a backslash is written \\\\");
                    }
                } else if (c == ':') {
                    segments.add(cut(source, start, i, equalsAt));
                    start = i + 1;
                    equalsAt = -1;
                    refuseTooMany(source, segments.size(), start);
                } else if (c == '=' && equalsAt < 0) {
                    equalsAt = i;
                }
            }
        }
        if (depth > 0) {
            throw source.error(opened, "'[' is never closed; a bracket that is part of a value is written \\[");
        }
        segments.add(cut(source, start, text.length(), equalsAt));
        return segments;
    }

    private static Segment cut(SourceText source, int start, int end, int equalsAt) {
        return new Segment(source.slice(start, end), start, equalsAt < 0 ? -1 : equalsAt - start);
    }

    private static void refuseTooMany(SourceText source, int arguments, int column) {
        if (arguments > EndpointDescription.MAX_ARGUMENTS) {
            throw source.error(column, "an endpoint has at most " + EndpointDescription.MAX_ARGUMENTS + " arguments");
        }
    }
}
