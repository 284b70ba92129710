package dev.sennit.transport.contract;

/** What a suite throws on purpose, as a bug would be. */
final class Deliberate extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Throws it, where a result of any type is wanted. */
    @SuppressWarnings({"TypeParameterUnusedInFormals", "DoNotCallSuggester"})
    <T> T raise() {
        throw this;
    }
}
