package dev.sennit.integration.tls;

import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Layer;
import dev.sennit.transport.tls.TlsSession;
import java.util.Optional;
import java.util.function.Consumer;

/** Stands above TLS and sees how it went: a handshake that fails is told to no protocol. */
final class Witness extends Layer {
    private final Consumer<Seen> told;
    private Optional<TlsSession> session = Optional.empty();

    Witness(Consumer<Seen> told) {
        this.told = told;
    }

    @Override
    public void connectionMade() {
        session = below().feature(TlsSession.class);
        super.connectionMade();
    }

    @Override
    public void connectionLost(CloseReason reason) {
        super.connectionLost(reason);
        told.accept(new Seen(session, reason));
    }
}
