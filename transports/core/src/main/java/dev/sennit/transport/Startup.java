package dev.sennit.transport;

import java.util.Objects;

/**
 * A connection's way to its protocol: makes it, and tells the observer once how that went.
 *
 * @param <P> the protocol of the factory
 */
final class Startup<P extends Protocol> {
    private final ProtocolFactory<P> factory;
    private final ConnectionObserver<? super P> observer;
    private boolean told;

    Startup(ProtocolFactory<P> factory, ConnectionObserver<? super P> observer) {
        this.factory = factory;
        this.observer = observer;
    }

    void prepare(Connection connection) {
        factory.prepare(connection);
    }

    /** Makes the protocol and returns what is to be done when its {@code connectionMade} has run. */
    Made make(Connection connection) {
        P protocol = made(factory, connection);
        return new Made(protocol, () -> {
            if (!told) {
                told = true;
                observer.opened(connection, protocol);
            }
        });
    }

    /** The factory's next protocol, which it may not keep back. */
    static <P extends Protocol> P made(ProtocolFactory<P> factory, Transport transport) {
        return Objects.requireNonNull(
                factory.protocolFor(transport), "the factory returned null, wanted a protocol or a Refusal");
    }

    void notOpened(Connection connection, Throwable cause) {
        if (!told) {
            told = true;
            observer.notOpened(connection, cause);
        }
    }

    void ended(Connection connection, CloseReason reason) {
        observer.ended(connection, reason);
    }

    record Made(Protocol protocol, Runnable announce) {}
}
