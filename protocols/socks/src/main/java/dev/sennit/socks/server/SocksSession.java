package dev.sennit.socks.server;

import dev.sennit.protocol.DecodedInput;
import dev.sennit.protocol.proxy.Destination;
import dev.sennit.socks.Socks4Request;
import dev.sennit.socks.Socks5Choice;
import dev.sennit.socks.Socks5Greeting;
import dev.sennit.socks.Socks5Request;
import dev.sennit.socks.Socks5Status;
import dev.sennit.socks.SocksCommand;
import dev.sennit.socks.SocksDecoder;
import dev.sennit.socks.SocksLogin;
import dev.sennit.socks.SocksLoginStatus;
import dev.sennit.socks.SocksMessage;
import dev.sennit.socks.SocksMethod;
import dev.sennit.socks.SocksPart;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.PeerUnsupportedException;
import dev.sennit.transport.error.ProtocolException;
import dev.sennit.transport.time.Timer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One client: who it is, what it asks for, and from then on one end of a relay.
 *
 * <pre>
 *   ASKING --request--> OPENING --the way is open--> RELAYING
 *      \                   \ refused, failed, too late --> closed
 *       \ too late, nonsense, wrong password --> closed
 * </pre>
 */
final class SocksSession implements Protocol {
    private static final Logger LOG = System.getLogger(SocksServer.class.getName());
    /** What a client may send before its way is open. */
    private static final int EARLY_LIMIT_BYTES = 64 * 1024;

    private static final int SOCKS_4 = 4;

    private final Transport transport;
    private final SocksResources resources;
    private final Runnable whenReleased;
    private final SocksDecoder decoder = new SocksDecoder(SocksPart.OPENING);
    private final DecodedInput asking;
    private final ByteQueue early = new ByteQueue();
    private Optional<Bytes> user = Optional.empty();
    private @Nullable Timer deadline;
    /** Runs while a login waits for its turn. */
    private @Nullable Timer loginTurn;

    private @Nullable SocksRequest request;
    private @Nullable RelayEnd relay;
    /** Tells the version; -1 before it is there. */
    private int firstByte = -1;

    private boolean inputEnded;
    private boolean over;

    SocksSession(Transport transport, SocksResources resources, Runnable whenReleased) {
        this.transport = transport;
        this.resources = resources;
        this.whenReleased = whenReleased;
        this.asking = new DecodedInput(transport, decoder, this::handle, (mistake, rest) -> refuse(mistake));
    }

    Transport transport() {
        return transport;
    }

    SocksSettings settings() {
        return resources.settings();
    }

    SocksDialer dialer() {
        return resources.dialer();
    }

    /** Looks a name up within the limits of this client and of the server. */
    Deferred<List<InetAddress>> lookUp(String name) {
        return resources.lookups().resolve(name, peerKey(), transport.loop());
    }

    boolean isOver() {
        return over;
    }

    @Override
    public void connectionMade() {
        startDeadline();
    }

    private void startDeadline() {
        deadline = transport.loop().after(settings().limits().handshake(), () -> {
            LOG.log(Level.DEBUG, "{0} did not say what it wants in time", this);
            transport.abort();
        });
    }

    @Override
    public void dataReceived(ByteBuffer data) {
        if (relay != null) {
            relay.dataReceived(data);
        } else if (request != null) {
            early.add(data);
            if (early.length() > EARLY_LIMIT_BYTES) {
                earlyLimitReached(request);
            }
        } else {
            read(data);
        }
    }

    /** A BIND is not paused: the end of its client would be noticed only when the time for it is over. */
    private void earlyLimitReached(SocksRequest waiting) {
        if (waiting.isBind()) {
            LOG.log(Level.INFO, "{0} sent over {1} bytes before its BIND was done", this, EARLY_LIMIT_BYTES);
            waiting.giveUp();
        } else {
            transport.pauseReading();
        }
    }

    private void read(ByteBuffer data) {
        if (firstByte < 0) {
            firstByte = data.get(data.position()) & 0xff;
        }
        asking.dataReceived(data);
    }

    private void refuse(ProtocolException mistake) {
        answerMistake(mistake);
        refuse(String.valueOf(mistake.getMessage()));
    }

    /** Answers a request that cannot be accepted; what is no request gets no answer. */
    private void answerMistake(ProtocolException mistake) {
        if (decoder.expected() == SocksPart.REQUEST) {
            answer(SocksDialect.FIVE.refused(
                    mistake instanceof PeerUnsupportedException
                            ? Socks5Status.ADDRESS_TYPE_NOT_SUPPORTED
                            : Socks5Status.GENERAL_FAILURE));
        } else if (decoder.expected() == SocksPart.OPENING && firstByte == SOCKS_4) {
            answer(SocksDialect.FOUR.refused(Socks5Status.GENERAL_FAILURE));
        }
    }

    private void handle(SocksMessage message) {
        if (message instanceof Socks5Greeting greeting) {
            greeted(greeting);
        } else if (message instanceof SocksLogin login) {
            loggedIn(login);
        } else if (message instanceof Socks5Request asked) {
            asked(SocksDialect.FIVE, asked.command(), asked.destination());
        } else if (message instanceof Socks4Request asked) {
            user = Optional.of(asked.userId()).filter(id -> !id.isEmpty());
            if (settings().users().isPresent()) {
                answer(SocksDialect.FOUR.refused(Socks5Status.NOT_ALLOWED));
                refuse("SOCKS 4 has no passwords, and users must log in");
            } else {
                asked(SocksDialect.FOUR, asked.command(), asked.destination());
            }
        }
    }

    private void greeted(Socks5Greeting greeting) {
        int method = settings().users().isPresent() ? SocksMethod.PASSWORD : SocksMethod.NONE;
        if (!greeting.methods().contains(method)) {
            answer(new Socks5Choice(SocksMethod.NOT_ACCEPTABLE));
            refuse("it offers the login methods " + greeting.methods() + ", and wanted is " + method);
            return;
        }
        decoder.expect(method == SocksMethod.PASSWORD ? SocksPart.LOGIN : SocksPart.REQUEST);
        answer(new Socks5Choice(method));
    }

    private void loggedIn(SocksLogin login) {
        Optional<Duration> wait = logins().turn(peerKey(), login.user(), now());
        if (wait.isEmpty()) {
            answer(SocksLoginStatus.REFUSED);
            refuse("too many wrong logins from its address or for the user '" + login.user() + "'");
        } else if (wait.get().isZero()) {
            judge(login);
        } else {
            stopDeadline();
            transport.pauseReading();
            loginTurn = transport.loop().after(wait.get(), () -> turnReached(login));
        }
    }

    private void turnReached(SocksLogin login) {
        loginTurn = null;
        startDeadline();
        judge(login);
        transport.resumeReading();
    }

    private void judge(SocksLogin login) {
        if (settings().users().filter(users -> users.accept(login)).isEmpty()) {
            logins().wrong(peerKey(), login.user(), now());
            answer(SocksLoginStatus.REFUSED);
            refuse("wrong user '" + login.user() + "' or password");
            return;
        }
        logins().right(peerKey(), login.user());
        user = Optional.of(login.user());
        answer(SocksLoginStatus.ACCEPTED);
    }

    private LoginThrottle logins() {
        return resources.logins();
    }

    private Bytes peerKey() {
        return SocksResources.clientAt(transport.peer());
    }

    private long now() {
        return transport.loop().nanoTime();
    }

    private void asked(SocksDialect dialect, int command, Destination destination) {
        stopDeadline();
        early.add(asking.takeRest());
        SocksRequest made = new SocksRequest(this, dialect, destination);
        request = made;
        if (command == SocksCommand.CONNECT.code()) {
            made.connect();
        } else if (command == SocksCommand.BIND.code()) {
            made.bind();
        } else {
            made.refuse(Socks5Status.COMMAND_NOT_SUPPORTED, "command " + command + " is not supported");
        }
    }

    /** The way is open: passes on what came early, then everything; on this connection's loop. */
    void relay(RelayEnd mine, Transport to) {
        relay = mine;
        mine.join(to);
        mine.pass(early.takeAll());
        transport.resumeReading();
        if (inputEnded) {
            mine.inputEnded();
        }
    }

    void answer(SocksMessage message) {
        transport.write(message.encode());
    }

    /** Ends the conversation for a reason that is the client's. */
    void refuse(String why) {
        LOG.log(Level.INFO, "refused {0}: {1}", this, why);
        end();
    }

    void end() {
        over = true;
        stopDeadline();
        transport.close();
    }

    @Override
    public boolean inputEnded() {
        if (relay != null) {
            return relay.inputEnded();
        }
        inputEnded = true;
        if (request != null && isGone(request)) {
            LOG.log(Level.DEBUG, "{0} ended its output before the reply", this);
            request.giveUp();
        }
        return request != null;
    }

    /**
     * Whether the end of the input is taken for the end of the client. It is not if bytes for the destination came before:
     * such a client may have sent all that it has to send, and still reads.
     */
    private boolean isGone(SocksRequest waiting) {
        return waiting.isBind() || early.isEmpty();
    }

    @Override
    public boolean writePaused() {
        return relay != null && relay.writePaused();
    }

    @Override
    public void writeResumed() {
        if (relay != null) {
            relay.writeResumed();
        }
    }

    @Override
    public boolean drainRequested() {
        return relay != null && relay.drainRequested();
    }

    @Override
    public void connectionLost(CloseReason reason) {
        over = true;
        stopDeadline();
        if (loginTurn != null) {
            loginTurn.cancel();
        }
        if (relay != null) {
            relay.connectionLost(reason);
        } else if (request != null) {
            request.cancel();
        }
        Deferred<Void> released = request == null ? Deferred.done() : request.released();
        released.handle((none, failure) -> {
            whenReleased.run();
            return null;
        });
    }

    private void stopDeadline() {
        if (deadline != null) {
            deadline.cancel();
            deadline = null;
        }
    }

    /** Who it is, for logs. */
    @Override
    public String toString() {
        return user.map(name -> name + "@").orElse("") + transport.peer();
    }
}
