package dev.sennit.protocol.line;

/** What becomes of a last line that the input ends without: bytes behind which no line end has come. */
public enum LastLine {
    /** It is a line like any other, once the input has ended in good order. */
    REPORTED,
    /** It is no line. Its bytes stay where the rest is taken, and the close reason counts them. */
    DROPPED
}
