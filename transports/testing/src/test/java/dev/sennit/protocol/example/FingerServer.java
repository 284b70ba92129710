package dev.sennit.protocol.example;

import dev.sennit.protocol.EventReceiver;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import java.util.function.Function;

/** Answers one query and closes (RFC 1288). It passes no query on to other hosts, and says so (section 3.2.1). */
public final class FingerServer extends EventReceiver<FingerQuery> {
    private final Function<FingerQuery, String> answers;

    /**
     * Creates a server for one connection.
     *
     * @param answers returns the answer to a query, in lines that end with CR LF; called on the loop, so it must not wait
     */
    public FingerServer(Transport transport, Function<FingerQuery, String> answers) {
        super(transport, FingerQuery::decode);
        this.answers = answers;
    }

    @Override
    protected void eventReceived(FingerQuery query) {
        transport().write(Bytes.utf8(query.hosts().isEmpty() ? answers.apply(query) : "forwarding denied\r\n"));
        transport().close();
    }
}
