package dev.sennit.http;

import java.util.List;

/**
 * The head of an HTTP/1.x response.
 *
 * @param status 100 to 599
 * @param reason the words beside the number, one character per byte; may be empty
 * @param fields in the order in which they came
 */
public record ResponseHead(int status, String reason, List<HeaderField> fields) {
    /** Keeps its own copy of the list. */
    public ResponseHead {
        fields = List.copyOf(fields);
    }

    /** The values of every field of this name, in any case, in order. */
    public List<String> values(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(HeaderField::value)
                .toList();
    }

    /** Whether another response follows this one. */
    public boolean isInterim() {
        return status < 200 && status != 101;
    }
}
