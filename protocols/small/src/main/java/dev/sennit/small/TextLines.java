package dev.sennit.small;

import dev.sennit.protocol.line.LastLine;
import dev.sennit.protocol.line.LineEnd;
import dev.sennit.protocol.line.LineReceiver;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.LimitExceededException;

/**
 * Lines of text as they come from a terminal: UTF-8, ended by LF or CR LF. What is said back ends with CR LF. A last
 * line without its end is dropped, since it may be a part of one.
 *
 * <p>Who sends a line over the limit is told so and shut out.
 */
abstract class TextLines extends LineReceiver {
    /** The limit on a line unless another is given: 1,024 bytes. */
    static final int DEFAULT_LIMIT_BYTES = 1_024;

    private static final char REPLACEMENT = '\ufffd';

    /**
     * Creates one.
     *
     * @param limitBytes the longest line to receive, without its end, 1 or more
     */
    TextLines(Transport transport, int limitBytes) {
        super(transport, LineEnd.EITHER, LastLine.DROPPED, limitBytes);
    }

    /** Called for each line, without its ending; what was not UTF-8 is U+FFFD. */
    abstract void textReceived(String text);

    /** Sends a line. */
    final void say(String text) {
        say(line(text));
    }

    /** Sends what {@link #line} made. */
    final void say(Bytes line) {
        transport().write(line);
    }

    /** Returns the text as a line that can be sent, to many if need be. */
    static Bytes line(String text) {
        return Bytes.utf8(text + "\r\n");
    }

    /**
     * Returns the text with each control character but TAB replaced, so that it cannot command someone's terminal, nor
     * reverse the order in which other text is shown (UAX #9).
     */
    static String printable(String text) {
        StringBuilder printable = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((Character.isISOControl(c) && c != '\t') || isLayoutControl(c)) {
                printable.setCharAt(i, REPLACEMENT);
            }
        }
        return printable.toString();
    }

    /** Line and paragraph separators; embeddings, overrides and isolates of the direction. */
    private static boolean isLayoutControl(char c) {
        return (c >= '\u2028' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
    }

    @Override
    protected final void lineReceived(Bytes line) {
        textReceived(line.toUtf8());
    }

    @Override
    protected final void lineLimitExceeded(LimitExceededException fault, Bytes buffered) {
        say("That line is too long: the limit is " + fault.limit() + " bytes.");
        transport().close();
    }
}
