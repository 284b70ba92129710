package dev.sennit.small;

import dev.sennit.protocol.line.LastLine;
import dev.sennit.protocol.line.LineDecoder;
import dev.sennit.protocol.line.LineEnd;
import dev.sennit.protocol.line.LineReceiver;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.PeerViolationException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Says two lines to an {@link Echo}, and leaves when the second has come back. */
public final class EchoClient extends LineReceiver {
    private static final List<String> LINES = List.of("Hello, world!", "What a fine day it is.");

    private final Consumer<String> output;
    private final List<String> received = new ArrayList<>();
    private final Deferred.Source<List<String>> answer;

    /**
     * Creates a client.
     *
     * @param output gets each line that comes back, on the connection's loop
     */
    public EchoClient(Transport transport, Consumer<String> output) {
        super(transport, LineEnd.CR_LF, LastLine.DROPPED, LineDecoder.DEFAULT_LIMIT_BYTES);
        this.output = output;
        this.answer = new Deferred.Source<>(transport.loop());
        answer.onCancel(transport()::abort);
    }

    /**
     * Answers the lines that came back, once all have. Fails with a {@link PeerViolationException} if one came back changed, and
     * with the cause if the connection ended before. Cancel it to leave at once.
     */
    public Deferred<List<String>> received() {
        return answer.deferred();
    }

    @Override
    public void connectionMade() {
        LINES.forEach(this::sendLine);
    }

    @Override
    protected void lineReceived(Bytes line) {
        String sent = LINES.get(received.size());
        if (!line.equals(Bytes.utf8(sent))) {
            transport().abort(new PeerViolationException("\"" + sent + "\" came back as \"" + line + "\"", "RFC 862"));
            return;
        }
        received.add(sent);
        output.accept(sent);
        if (received.size() == LINES.size()) {
            answer.succeed(List.copyOf(received));
            transport().close();
        }
    }

    @Override
    public void connectionLost(CloseReason reason) {
        super.connectionLost(reason);
        answer.fail(Endings.early(reason, received.size() + " of " + LINES.size() + " lines had come back"));
    }
}
