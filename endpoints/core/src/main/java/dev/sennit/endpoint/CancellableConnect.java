package dev.sennit.endpoint;

import dev.sennit.transport.Connection;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Refusal;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import org.jspecify.annotations.Nullable;

/**
 * One {@code connect} that keeps E5, E7 and E8 whatever its type does. The connection that opens while a cancel is on its
 * way to it is ended. Of the outermost endpoint, what fails before the factory has made the protocol is told as a
 * {@link dev.sennit.transport.error.ConnectFailed}; what the factory throws is told as it is.
 */
final class CancellableConnect<P extends Protocol> implements ProtocolFactory<P> {
    private final ProtocolFactory<P> factory;
    private final ConnectTarget target;
    private final boolean outermost;
    private volatile @Nullable Transport opened;
    private volatile @Nullable Throwable thrown;
    private volatile boolean open;
    private volatile boolean making;
    private volatile boolean made;

    /**
     * Makes one that has not begun.
     *
     * @param outermost whether the factory is the user's; that of an inner one makes what the outer one adds to the stack
     */
    CancellableConnect(ProtocolFactory<P> factory, ConnectTarget target, boolean outermost) {
        this.factory = factory;
        this.target = target;
        this.outermost = outermost;
    }

    Deferred<P> by(ClientConnector connector) {
        return begun(connector)
                .exceptionallyCompose(failure -> Deferred.failed(told(failure)))
                .named("connecting to " + target.name())
                .releasing(unwanted -> end());
    }

    private Deferred<P> begun(ClientConnector connector) {
        try {
            return connector.connect(this);
        } catch (RuntimeException | LinkageError failure) {
            return Deferred.failed(failure);
        }
    }

    private Throwable told(Throwable failure) {
        Throwable own = thrown;
        if (outermost) {
            return own != null ? own : made ? failure : target.failed(failure, open);
        }
        // A layer could not be made, which the outer one has not heard of.
        return own == failure && !making ? target.failed(failure, true) : failure;
    }

    @Override
    public void prepare(Connection connection) {
        thrown = null;
        making = false;
        made = false;
        open = true;
        try {
            factory.prepare(connection);
        } catch (Throwable failure) {
            thrown = failure;
            throw failure;
        }
    }

    @Override
    public P protocolFor(Transport transport) {
        opened = transport;
        making = true;
        P protocol;
        try {
            protocol = factory.protocolFor(transport);
        } catch (Throwable failure) {
            thrown = failure;
            throw failure;
        }
        made = !(protocol instanceof Refusal);
        return protocol;
    }

    private void end() {
        Transport unwanted = opened;
        if (unwanted != null) {
            unwanted.abort();
        }
    }
}
