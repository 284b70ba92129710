package dev.sennit.integration.tls;

import dev.sennit.tls.TlsSession;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Layer;
import java.util.Optional;
import java.util.function.Consumer;

/** A layer above TLS that reports how each connection went, also where the handshake fails and no protocol is called. */
final class ResultLayer extends Layer {
    private final Consumer<ConnectionResult> results;
    private Optional<TlsSession> session = Optional.empty();

    ResultLayer(Consumer<ConnectionResult> results) {
        this.results = results;
    }

    @Override
    public void connectionMade() {
        session = below().feature(TlsSession.class);
        super.connectionMade();
    }

    @Override
    public void connectionLost(CloseReason reason) {
        super.connectionLost(reason);
        results.accept(new ConnectionResult(session, reason));
    }
}
