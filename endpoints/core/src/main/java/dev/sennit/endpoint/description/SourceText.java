package dev.sennit.endpoint.description;

/**
 * A piece of an endpoint string that knows where in the whole string each of its characters stood.
 *
 * <p>It survives the removal of quotes, so a mistake deep in a nested endpoint is reported at its column in the string that
 * the user wrote.
 */
public final class SourceText {

    /** How deep endpoints nest in one another; the outermost is at depth 1. */
    public static final int MAX_DEPTH = 32;

    private static final int[] SAME = {};
    private static final int QUOTED_LENGTH = 40;

    private final String whole;
    private final String text;
    /** The column of each character and of the end, from {@code offset} on; {@link #SAME} when column and index agree. */
    private final int[] columns;

    private final int offset;
    private final int depth;

    private SourceText(String whole, String text, int[] columns, int offset, int depth) {
        this.whole = whole;
        this.text = text;
        this.columns = columns;
        this.offset = offset;
        this.depth = depth;
    }

    /** Takes a whole endpoint string. */
    public static SourceText of(String whole) {
        return new SourceText(whole, whole, SAME, 0, 1);
    }

    /** Returns the piece's characters, free of the quoting around it. */
    public String text() {
        return text;
    }

    /** Returns the column, from 0, of a character or of the end in the whole string. */
    public int column(int index) {
        return columns.length == 0 ? offset + index : columns[offset + index];
    }

    /** Returns how many endpoints this piece is nested in, from 1. */
    public int depth() {
        return depth;
    }

    /** Cuts out the characters from {@code from} to before {@code to}. */
    public SourceText slice(int from, int to) {
        return new SourceText(whole, text.substring(from, to), columns, offset + from, depth);
    }

    /**
     * Makes the error for a mistake at a character of this piece.
     *
     * @param problem what was expected, as the end of the line under the string
     */
    public EndpointSyntaxException error(int index, String problem) {
        return new EndpointSyntaxException(whole, column(index), problem);
    }

    /** As {@link #error} for a mistake at the start, with the piece's own text hidden since it may be a misplaced secret. */
    public EndpointSyntaxException errorHidden(String problem) {
        return new EndpointSyntaxException(whole, column(0), column(text.length()), problem);
    }

    /** Returns the text for a message: in quotes, secrets hidden, what cannot be printed escaped, cut when long. */
    public String quoted() {
        return quoted(text);
    }

    /** Returns any text for a message: in quotes, secrets hidden, what cannot be printed escaped, cut when long. */
    public static String quoted(String text) {
        String safe = SecretNames.hideSecrets(text);
        String shown = safe.length() > QUOTED_LENGTH ? safe.substring(0, QUOTED_LENGTH) + "…" : safe;
        return "'" + Excerpt.printable(shown) + "'";
    }

    /** Replaces the text by one whose characters, and end, come from the given indexes of this one. */
    SourceText rewrite(String replacement, int[] indexes) {
        int[] moved = new int[replacement.length() + 1];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = column(indexes[i]);
        }
        return new SourceText(whole, replacement, moved, 0, depth);
    }

    /** Marks the piece as a step deeper: what it describes is nested in what holds it. */
    SourceText deeper() {
        return new SourceText(whole, text, columns, offset, depth + 1);
    }

    /** Shows the text for logs, secrets hidden. */
    @Override
    public String toString() {
        return SecretNames.hideSecrets(text);
    }
}
