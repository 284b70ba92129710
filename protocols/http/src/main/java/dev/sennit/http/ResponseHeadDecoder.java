package dev.sennit.http;

import dev.sennit.protocol.Decoder;
import dev.sennit.protocol.DecoderInput;
import dev.sennit.protocol.Limit;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.PeerViolationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the head of an HTTP/1.x response, interim ones before it, and nothing of what follows.
 *
 * <p>A head that is not {@linkplain ResponseHead#isInterim interim} is the last event. A line may end without its CR
 * (RFC 9112, section 2.2); a folded field is put into one line (section 5.2). A line that is no field is left out, since
 * fields do not tell where the head ends or whether the tunnel is open.
 *
 * <p>Failures: {@link PeerViolationException} for what is no such head, {@link dev.sennit.transport.error.LimitExceededException} if all heads
 * together are longer than the limit.
 */
public final class ResponseHeadDecoder implements Decoder<ResponseHead> {
    /** The most bytes of all heads together unless another limit is given: 16 KiB. */
    public static final int DEFAULT_LIMIT_BYTES = 16 * 1024;

    private static final Bytes LINE_FEED = Bytes.ascii("\n");
    private static final Bytes START = Bytes.ascii("HTTP/1.");
    private static final String STATUS_RULE = "RFC 9112, section 4";
    private static final Pattern STATUS_LINE =
            Pattern.compile("HTTP/1\\.\\d ([1-5]\\d\\d)(?: ([\\t\\x20-\\x7e\\x80-\\xff]*))?");
    private static final Pattern FIELD =
            Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*([\\t\\x20-\\x7e\\x80-\\xff]*?)[ \\t]*");

    private final Limit limit;
    /** The bytes of the heads that have been returned. */
    private int usedBytes;
    /** The head whose end has not been read, as its status line tells. */
    private @Nullable ResponseHead begun;

    private boolean done;

    /** Creates a decoder with the default limit. */
    public ResponseHeadDecoder() {
        this(DEFAULT_LIMIT_BYTES);
    }

    /** Creates a decoder with a limit on all heads together, in bytes, 1 or more. */
    public ResponseHeadDecoder(int limitBytes) {
        if (limitBytes < 1) {
            throw new IllegalArgumentException("limitBytes must be 1 or more, not " + limitBytes);
        }
        this.limit = new Limit("head of an HTTP response in bytes", limitBytes);
    }

    /** Returns the head whose status line has been read and whose end has not, without its fields; or empty. */
    public Optional<ResponseHead> begun() {
        return Optional.ofNullable(begun);
    }

    /** Takes the next head; null if more bytes must come, or once the last has been returned. */
    @Override
    public @Nullable ResponseHead decode(DecoderInput input) {
        if (done) {
            return null;
        }
        if (!input.mayContinueWith(START, 0)) {
            Bytes seen = input.peek(Math.min(input.readable(), START.length()));
            throw new PeerViolationException("a response begins with 'HTTP/1.', not '" + seen + "'", STATUS_RULE);
        }
        for (int end = lineEnd(input); end > 0; end = lineEnd(input)) {
            // Lines before the mark are whole.
            int from = input.mark();
            if (from == 0) {
                begun = head(unfolded(input.peek(end)));
            }
            boolean empty = end == from + 1 || (end == from + 2 && input.byteAt(from) == '\r');
            if (empty) {
                return taken(input, end);
            }
            input.mark(end);
        }
        return null;
    }

    /** Returns where the line behind the mark ends, with its line feed; 0 if it has not come. */
    private int lineEnd(DecoderInput input) {
        int found = input.indexOf(LINE_FEED, input.mark());
        limit.check((long) usedBytes + (found < 0 ? input.readable() : found + 1));
        return found + 1;
    }

    private ResponseHead taken(DecoderInput input, int end) {
        ResponseHead whole = head(unfolded(input.take(end)));
        usedBytes += end;
        begun = null;
        done = !whole.isInterim();
        return whole;
    }

    private static ResponseHead head(List<String> lines) {
        Matcher status = STATUS_LINE.matcher(lines.get(0));
        if (!status.matches()) {
            throw new PeerViolationException("'" + Bytes.latin1(lines.get(0)) + "' is not a status line", STATUS_RULE);
        }
        List<HeaderField> fields = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            Matcher field = FIELD.matcher(line);
            if (field.matches()) {
                fields.add(new HeaderField(field.group(1), field.group(2)));
            }
        }
        String reason = status.group(2) == null ? "" : status.group(2);
        return new ResponseHead(Integer.parseInt(status.group(1)), reason, fields);
    }

    /** The lines without their ends and the empty one, each that begins with a blank joined to the one before. */
    private static List<String> unfolded(Bytes head) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int end = head.indexOf((byte) '\n', 0); end >= 0; end = head.indexOf((byte) '\n', from)) {
            int to = end > from && head.byteAt(end - 1) == '\r' ? end - 1 : end;
            String line = head.slice(from, to).toLatin1();
            boolean folded = lines.size() > 1 && (line.startsWith(" ") || line.startsWith("\t"));
            if (folded) {
                lines.set(lines.size() - 1, lines.get(lines.size() - 1) + " " + line.strip());
            } else if (!line.isEmpty()) {
                lines.add(line);
            }
            from = end + 1;
        }
        return lines;
    }
}
