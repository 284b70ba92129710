package dev.sennit.protocol.proxy.http;

import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.LimitExceeded;
import dev.sennit.transport.error.PeerViolation;
import dev.sennit.transport.error.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the head of an HTTP/1.x response, interim ones before it, and nothing of what follows. Does no I/O and never
 * waits.
 *
 * <p>Call {@link #feed} with each piece, then {@link #next} until it is empty. After a head that is not
 * {@linkplain ResponseHead#isInterim interim} all further bytes belong to {@link #takeRest}. A line may end without its CR
 * (RFC 9112, section 2.2); a folded field is put into one line (section 5.2). A line that is no field is left out, since
 * fields do not tell where the head ends or whether the tunnel is open.
 *
 * <p>Failures: {@link PeerViolation} for what is no such head, {@link LimitExceeded} if all heads together are longer than
 * the limit. A decoder that has failed stays failed.
 */
public final class ResponseHeadDecoder {
    /** The most bytes of all heads together unless another limit is given: 16 KiB. */
    public static final int DEFAULT_LIMIT_BYTES = 16 * 1024;

    private static final Bytes START = Bytes.ascii("HTTP/1.");
    private static final String STATUS_RULE = "RFC 9112, section 4";
    private static final Pattern STATUS_LINE =
            Pattern.compile("HTTP/1\\.\\d ([1-5]\\d\\d)(?: ([\\t\\x20-\\x7e\\x80-\\xff]*))?");
    private static final Pattern FIELD =
            Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*([\\t\\x20-\\x7e\\x80-\\xff]*?)[ \\t]*");

    private final ByteQueue queue = new ByteQueue();
    private final int limitBytes;
    /** Where the line begins that has no end yet, and up to where one was looked for. */
    private int lineFrom;

    private int scanned;
    private int usedBytes;
    /** The head whose end has not been read, as its status line tells. */
    private @Nullable ResponseHead begun;

    private long steps;
    private boolean done;
    private boolean ended;
    private @Nullable ProtocolException failure;

    /** Creates a decoder with the default limit. */
    public ResponseHeadDecoder() {
        this(DEFAULT_LIMIT_BYTES);
    }

    /** Creates a decoder with a limit on all heads together, in bytes, 1 or more. */
    public ResponseHeadDecoder(int limitBytes) {
        if (limitBytes < 1) {
            throw new IllegalArgumentException("limitBytes must be 1 or more, not " + limitBytes);
        }
        this.limitBytes = limitBytes;
    }

    /**
     * Takes over all of the buffer's remaining bytes, by copying.
     *
     * @throws ProtocolException if the decoder has failed before
     * @throws IllegalStateException after {@link #end}
     */
    public void feed(ByteBuffer data) {
        refuseAfterFailure();
        if (ended) {
            throw new IllegalStateException(data.remaining() + " bytes were fed after the end");
        }
        queue.add(data);
    }

    /**
     * Returns the next head, or empty if more bytes are needed or the last has been returned.
     *
     * @throws ProtocolException if it cannot be accepted
     */
    public Optional<ResponseHead> next() {
        refuseAfterFailure();
        if (done) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(poll());
        } catch (ProtocolException thrown) {
            failure = thrown;
            throw thrown;
        }
    }

    /** The head whose status line has been read and whose end has not, without its fields; empty if there is none. */
    public Optional<ResponseHead> begun() {
        return Optional.ofNullable(begun);
    }

    /** Says that no more bytes will come. */
    public void end() {
        ended = true;
    }

    /** How many bytes are held that no head has used. */
    public int held() {
        return queue.length();
    }

    /** Removes and returns all bytes that no head has used. */
    public Bytes takeRest() {
        lineFrom = 0;
        scanned = 0;
        return queue.takeAll();
    }

    /** Returns how many bytes were looked at so far, for tests of the cost. */
    long steps() {
        return steps;
    }

    private void refuseAfterFailure() {
        if (failure != null) {
            throw failure;
        }
    }

    private @Nullable ResponseHead poll() {
        refuseWhatIsNotHttp();
        while (true) {
            int found = queue.indexOf((byte) '\n', scanned);
            int end = found < 0 ? queue.length() : found + 1;
            steps += end - scanned;
            scanned = end;
            if (usedBytes + end > limitBytes) {
                throw new LimitExceeded("head of an HTTP response in bytes", limitBytes);
            }
            if (found < 0) {
                return null;
            }
            if (begun == null) {
                begun = head(unfolded(queue.peek(end)));
            }
            boolean empty = found == lineFrom || (found == lineFrom + 1 && queue.byteAt(lineFrom) == '\r');
            lineFrom = end;
            if (empty) {
                return parse();
            }
        }
    }

    private void refuseWhatIsNotHttp() {
        int count = Math.min(queue.length(), START.length());
        if (lineFrom == 0 && !queue.peek(count).equals(START.slice(0, count))) {
            Bytes seen = queue.peek(Math.min(queue.length(), START.length()));
            throw new PeerViolation("a response begins with 'HTTP/1.', not '" + seen + "'", STATUS_RULE);
        }
    }

    private ResponseHead parse() {
        usedBytes += lineFrom;
        Bytes head = queue.take(lineFrom);
        lineFrom = 0;
        scanned = 0;
        begun = null;
        steps += head.length();
        ResponseHead parsed = head(unfolded(head));
        done = !parsed.isInterim();
        return parsed;
    }

    private static ResponseHead head(List<String> lines) {
        Matcher status = STATUS_LINE.matcher(lines.get(0));
        if (!status.matches()) {
            throw new PeerViolation("'" + Bytes.latin1(lines.get(0)) + "' is not a status line", STATUS_RULE);
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
