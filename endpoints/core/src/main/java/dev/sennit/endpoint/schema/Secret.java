package dev.sennit.endpoint.schema;

/** A text that does not show itself. */
public record Secret(String reveal) {

    /** Returns {@code ***}. */
    @Override
    public String toString() {
        return "***";
    }
}
