package dev.sennit.protocol.example;

import dev.sennit.protocol.EventReceiver;
import dev.sennit.protocol.line.LineDecoder;
import dev.sennit.protocol.line.LineEnd;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import java.util.function.Consumer;

/** Sends one query and shows the answer line by line, until the server closes (RFC 1288). */
public final class FingerClient extends EventReceiver<Bytes> {
    private final FingerQuery query;
    private final Consumer<String> output;
    private final Deferred.Source<CloseReason> end;

    /**
     * Creates a client for one connection.
     *
     * @param output gets each line, with {@code ?} in the place of control characters (RFC 1288, section 3.3), on the loop
     */
    public FingerClient(Transport transport, FingerQuery query, Consumer<String> output) {
        super(transport, new LineDecoder(LineEnd.EITHER, LineDecoder.DEFAULT_LIMIT_BYTES));
        this.query = query;
        this.output = output;
        this.end = new Deferred.Source<>(transport.loop());
        end.onCancel(transport::abort);
    }

    /** Returns how the connection ended, once it has: {@link CloseReason.Clean} behind a whole answer. Cancel it to abort. */
    public Deferred<CloseReason> end() {
        return end.deferred();
    }

    @Override
    public void connectionMade() {
        transport().write(query.encode());
    }

    @Override
    protected void eventReceived(Bytes line) {
        output.accept(line.toUtf8().replaceAll("[\\p{Cntrl}&&[^\t]]", "?"));
    }

    @Override
    public void connectionLost(CloseReason reason) {
        end.succeed(reason);
    }
}
