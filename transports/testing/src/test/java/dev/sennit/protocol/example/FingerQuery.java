package dev.sennit.protocol.example;

import dev.sennit.protocol.DecoderInput;
import dev.sennit.protocol.line.LastLine;
import dev.sennit.protocol.line.LineDecoder;
import dev.sennit.protocol.line.LineEnd;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.PeerViolationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One query of the Finger protocol (RFC 1288, section 2.3).
 *
 * <pre>
 *   CR LF                  who is logged in
 *   /W alice CR LF         more than usual about alice
 *   alice@host CR LF       about alice, from another host
 * </pre>
 *
 * @param isVerbose whether more than usual is asked for
 * @param user the user that is asked about; empty for all who are logged in
 * @param hosts the hosts to pass the query on to, such as {@code @relay@host}; empty for a query to this host
 */
public record FingerQuery(boolean isVerbose, String user, String hosts) {
    private static final Pattern SYNTAX = Pattern.compile("(/[Ww](?= |$))? *([!-?A-~]*)((?:@[!-?A-~]+)*)");
    private static final LineDecoder LINES = new LineDecoder(LineEnd.EITHER, LastLine.DROPPED, 512);

    /** Takes the next query. A {@link dev.sennit.protocol.Decoder}; a line of more than 512 bytes is over its limit. */
    public static @Nullable FingerQuery decode(DecoderInput input) {
        Bytes line = LINES.decode(input);
        if (line == null) {
            return null;
        }
        Matcher query = SYNTAX.matcher(line.toLatin1());
        if (!query.matches()) {
            throw new PeerViolationException("\"" + line + "\" is not a query", "RFC 1288, section 2.3");
        }
        return new FingerQuery(query.group(1) != null, query.group(2), query.group(3));
    }

    /** Returns the query as it is sent. */
    public Bytes encode() {
        return Bytes.ascii((isVerbose ? "/W " : "") + user + hosts + "\r\n");
    }
}
