package dev.sennit.endpoint.description;

import java.util.Objects;

/**
 * A mistake in an endpoint string: the string, the column, and what was expected there.
 *
 * <p>The message is made to be shown as it is, in a font of fixed width:
 * <pre>
 * ssl:80000:cert=x.pem
 *     ^ port must be 0 to 65535
 * </pre>
 * A long string is shown as the part around the column, and characters that do not print are shown escaped.
 * Values under names that look secret are {@code ***} in the message and in {@link #text}.
 */
public final class EndpointSyntaxException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String text;
    private final int column;
    private final String problem;

    /**
     * Makes the error for a mistake in a whole endpoint string.
     *
     * @param column from 0 to the string's length
     */
    public EndpointSyntaxException(String text, int column, String problem) {
        this(text, column, column, problem);
    }

    /** Also hides what stands from the column to before {@code hiddenTo}. */
    EndpointSyntaxException(String text, int column, int hiddenTo, String problem) {
        this(Excerpt.of(text, column, hiddenTo), problem);
    }

    private EndpointSyntaxException(Excerpt excerpt, String problem) {
        super(excerpt.pointingOut(problem));
        this.text = excerpt.text();
        this.column = excerpt.column();
        this.problem = problem;
    }

    /** Returns the whole string, with each secret replaced by {@code ***}. */
    public String text() {
        return text;
    }

    /** Returns where the mistake is in {@link #text}, counted in {@code char}s from 0; its length for one at the end. */
    public int column() {
        return column;
    }

    /** Returns what was expected, in one line. */
    public String problem() {
        return problem;
    }

    /** Returns the string, or the part of it round the column, and under it a caret and the problem. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** Starts a new line after the class name, so that the caret is under its column in a stack trace too. */
    @Override
    @SuppressWarnings("OverrideThrowableToString") // The message is right as it is; only its place in a trace is not.
    public String toString() {
        return getClass().getName() + ":\n" + getMessage();
    }
}
