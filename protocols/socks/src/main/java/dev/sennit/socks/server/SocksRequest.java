package dev.sennit.socks.server;

import dev.sennit.protocol.proxy.Destination;
import dev.sennit.socks.Socks5Status;
import dev.sennit.socks.server.SocksSettings.Limits;
import dev.sennit.transport.Address;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Refusal;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.Transport;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.deferred.DeferredCancelledException;
import dev.sennit.transport.deferred.DeferredTimeoutException;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.LimitExceededException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one client has asked for, until there is a relay or a refusal. All of it on the loop of the client's connection. */
final class SocksRequest {
    private static final Logger LOG = System.getLogger(SocksServer.class.getName());

    private final SocksSession session;
    private final SocksDialect dialect;
    private final Destination destination;
    private final RelayEnd mine;
    private @Nullable Deferred<?> underWay;
    /** Of a BIND: settled when its listener is not wanted any more. */
    private Deferred.@Nullable Source<Void> bindOver;

    private Deferred<Void> released = Deferred.done();

    /** Connected, but not joined yet. */
    private volatile @Nullable RelayEnd reached;

    SocksRequest(SocksSession session, SocksDialect dialect, Destination destination) {
        this.session = session;
        this.dialect = dialect;
        this.destination = destination;
        this.mine = RelayEnd.of(session.transport(), limits().idle());
    }

    /** Opens a connection to the destination. */
    void connect() {
        await(allowed()
                .thenCompose(addresses -> session.dialer()
                        .connect(
                                reachable(),
                                addresses.stream().map(AddressForms::target).toList(),
                                this::reach)
                        .on(loop()))
                .timeout(limits().connect(), loop())
                .thenAccept(theirs -> open(theirs, theirs.transport().local())));
    }

    /** The destination, with the address that it was judged as. */
    private Destination reachable() {
        return destination instanceof Destination.Ip ip
                ? new Destination.Ip(
                        new TcpAddress(AddressForms.target(ip.address().ip()), ip.port()))
                : destination;
    }

    /** On the loop of the connection that was asked for. */
    private RelayEnd reach(Transport there) {
        RelayEnd theirs = mine.pairedWith(there);
        reached = theirs;
        return theirs;
    }

    /**
     * Opens a listener, tells the client its address, and waits for one connection from the destination. The address is
     * that of the interface by which the client came.
     */
    void bind() {
        Deferred.Source<RelayEnd> came = new Deferred.Source<>(loop());
        Deferred.Source<Void> over = new Deferred.Source<>(loop());
        bindOver = over;
        await(allowed()
                .thenCompose(addresses -> listen(guest -> admit(guest, addresses, came), over))
                .timeout(limits().connect(), loop())
                .thenCompose(opened -> {
                    session.answer(dialect.granted(opened.address()));
                    return came.deferred().timeout(limits().bind(), loop());
                })
                .thenAccept(theirs -> {
                    over.succeed(null);
                    open(theirs, theirs.transport().peer());
                }));
    }

    /** The listener is closed when the BIND is over, even if it is still being opened then. */
    private Deferred<Listener> listen(ProtocolFactory<?> guests, Deferred.Source<Void> over) {
        if (over.isDone()) {
            return Deferred.failed(new DeferredCancelledException());
        }
        Deferred<Listener> opening = session.dialer().listen(new TcpAddress(hereIp(), 0), guests);
        // Not cancelled with what waits for it, since it has this callback too: the listener may be open by then.
        released = opening.thenCompose(listener -> over.deferred().thenCompose(none -> listener.close()))
                .exceptionally(failure -> null);
        return opening.on(loop());
    }

    /** Whether this is a BIND, whose client has nothing to send before the connection that it waits for. */
    boolean isBind() {
        return bindOver != null;
    }

    /** On the loop of the guest. */
    private Protocol admit(Transport guest, List<InetAddress> expected, Deferred.Source<RelayEnd> came) {
        if (!isExpected(guest.peer(), expected)) {
            LOG.log(Level.INFO, "{0}: refused {1} at the BIND for {2}", session, guest.peer(), destination);
            return new Refusal("not the peer that this listener waits for");
        }
        RelayEnd theirs = mine.pairedWith(guest);
        loop().execute(() -> {
            if (!came.succeed(theirs)) {
                guest.abort();
            }
        });
        return theirs;
    }

    /** Whether this is the guest of a BIND. One for 0.0.0.0 or :: takes every guest whose address the rules allow. */
    private boolean isExpected(Address guest, List<InetAddress> expected) {
        return guest instanceof TcpAddress from
                && isAllowed(from.ip())
                && expected.stream().anyMatch(ip -> ip.isAnyLocalAddress() || ip.equals(from.ip()));
    }

    private boolean isAllowed(InetAddress address) {
        return session.settings().rules().permit(destination, address, session.dialer()::isOwn);
    }

    private Deferred<List<InetAddress>> allowed() {
        Deferred<List<InetAddress>> addresses = destination instanceof Destination.Ip ip
                ? Deferred.of(List.of(ip.address().ip()))
                : session.lookUp(destination.host());
        return addresses.on(loop()).thenApply(known -> {
            List<InetAddress> allowed = known.stream().filter(this::isAllowed).toList();
            if (allowed.isEmpty()) {
                throw new NotAllowed();
            }
            return allowed;
        });
    }

    private void open(RelayEnd theirs, Address told) {
        if (session.isOver()) {
            theirs.transport().abort();
            return;
        }
        reached = null;
        LOG.log(
                Level.DEBUG,
                "{0}: open to {1} ({2})",
                session,
                destination,
                theirs.transport().peer());
        session.answer(dialect.granted(told));
        session.relay(mine, theirs.transport());
        Transport next = theirs.transport();
        next.loop().execute(() -> {
            theirs.join(session.transport());
            next.resumeReading();
        });
    }

    private void await(Deferred<Void> done) {
        underWay = done;
        done.exceptionally(failure -> {
            loop().execute(() -> failed(failure));
            return null;
        });
    }

    private void failed(Throwable failure) {
        cleanUp();
        if (session.isOver()) {
            return;
        }
        if (failure instanceof NotAllowed) {
            refuse(Socks5Status.NOT_ALLOWED, "the rules do not allow it");
            return;
        }
        if (failure instanceof LimitExceededException limit) {
            refuse(Socks5Status.GENERAL_FAILURE, String.valueOf(limit.getMessage()));
            return;
        }
        LOG.log(Level.DEBUG, "{0}: no way to {1}: {2}", session, destination, failure.getMessage());
        session.answer(dialect.refused(statusOf(failure)));
        session.end();
    }

    private static Socks5Status statusOf(Throwable failure) {
        if (failure instanceof ConnectFailedException connect) {
            return Socks5Status.of(connect.kind());
        }
        if (failure instanceof DeferredTimeoutException) {
            return Socks5Status.TTL_EXPIRED;
        }
        return failure instanceof UnknownHostException ? Socks5Status.HOST_UNREACHABLE : Socks5Status.GENERAL_FAILURE;
    }

    /** Answers that it is not done, and ends the conversation. */
    void refuse(Socks5Status status, String why) {
        session.answer(dialect.refused(status));
        session.refuse(destination + ": " + why);
    }

    /** Answers that it is not done, ends the conversation, and stops what is under way. */
    void giveUp() {
        session.answer(dialect.refused(Socks5Status.GENERAL_FAILURE));
        session.end();
        cancel();
    }

    /** The client is gone: stops what is under way, and closes what is open. */
    void cancel() {
        if (underWay != null) {
            underWay.cancel();
        }
        cleanUp();
    }

    /** Done when nothing is open any more but the two connections of a relay. */
    Deferred<Void> released() {
        return released;
    }

    /** Leaves nothing open that came to nothing. */
    private void cleanUp() {
        if (bindOver != null) {
            bindOver.succeed(null);
        }
        RelayEnd unused = reached;
        reached = null;
        if (unused != null) {
            unused.transport().abort();
        }
    }

    private InetAddress hereIp() {
        return session.transport().local() instanceof TcpAddress tcp
                ? tcp.ip()
                : TcpAddress.loopback(0).ip();
    }

    private Limits limits() {
        return session.settings().limits();
    }

    private EventLoop loop() {
        return session.transport().loop();
    }

    /** The rules forbid every address that the destination has. */
    private static final class NotAllowed extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotAllowed() {
            super("not allowed", null, false, false);
        }
    }
}
