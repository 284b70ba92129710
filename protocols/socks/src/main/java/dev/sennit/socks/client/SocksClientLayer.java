package dev.sennit.socks.client;

import dev.sennit.protocol.proxy.Destination;
import dev.sennit.protocol.proxy.ProxyClientLayer;
import dev.sennit.protocol.proxy.ProxyTarget;
import dev.sennit.socks.Socks4Reply;
import dev.sennit.socks.Socks4Request;
import dev.sennit.socks.Socks4Status;
import dev.sennit.socks.Socks5Choice;
import dev.sennit.socks.Socks5Greeting;
import dev.sennit.socks.Socks5Reply;
import dev.sennit.socks.Socks5Request;
import dev.sennit.socks.Socks5Status;
import dev.sennit.socks.SocksCommand;
import dev.sennit.socks.SocksDecoder;
import dev.sennit.socks.SocksLogin;
import dev.sennit.socks.SocksLoginStatus;
import dev.sennit.socks.SocksMessage;
import dev.sennit.socks.SocksMethod;
import dev.sennit.socks.SocksPart;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ConnectFailedException.Kind;
import dev.sennit.transport.error.PeerUnsupportedException;
import dev.sennit.transport.error.PeerViolationException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Asks a SOCKS server for a connection to the target; what is above it then talks to the target.
 *
 * <pre>{@code
 * var layer = SocksClientLayer.socks5(ProxyTarget.of(Destination.of("example.org", 80)));
 * reactor.connect(proxy, ConnectOptions.DEFAULT, Hello::new.through(() -> layer));
 * }</pre>
 *
 * <p>A name is sent to the server, which looks it up; nothing is resolved here. In SOCKS 4 that makes the request one of 4a.
 */
public final class SocksClientLayer extends ProxyClientLayer {
    private static final String METHOD_RULE = "RFC 1928, section 3";

    private final SocksDecoder decoder;
    private final List<Integer> offered;
    private final Optional<SocksLogin> login;

    private SocksClientLayer(
            String kind, ProxyTarget target, Bytes opening, List<Integer> offered, Optional<SocksLogin> login) {
        super(kind, target, opening);
        this.offered = offered;
        this.login = login;
        this.decoder = new SocksDecoder(offered.isEmpty() ? SocksPart.REPLY_4 : SocksPart.CHOICE);
    }

    /** Asks a SOCKS 5 server (RFC 1928) that wants no login. */
    public static SocksClientLayer socks5(ProxyTarget target) {
        return socks5(target, List.of(SocksMethod.NONE), Optional.empty());
    }

    /** Asks a SOCKS 5 server, and logs in with user name and password (RFC 1929) if it wants that. */
    public static SocksClientLayer socks5(ProxyTarget target, SocksLogin login) {
        return socks5(target, List.of(SocksMethod.NONE, SocksMethod.PASSWORD), Optional.of(login));
    }

    /**
     * Asks a SOCKS 4 server, in 4a if the target is a name.
     *
     * @param userId who asks, without a zero byte; may be empty
     * @throws IllegalArgumentException if the target is an IPv6 address, or 0.0.0.1 to 0.0.0.255
     */
    public static SocksClientLayer socks4(ProxyTarget target, Bytes userId) {
        boolean named = target.destination() instanceof Destination.Name;
        if (target.destination() instanceof Destination.Ip ip && !Socks4Request.hasAddress(ip)) {
            throw new IllegalArgumentException("SOCKS 4 cannot name the address " + ip.host());
        }
        Bytes request = new Socks4Request(SocksCommand.CONNECT.code(), target.destination(), userId).encode();
        return new SocksClientLayer(named ? "socks4a" : "socks4", target, request, List.of(), Optional.empty());
    }

    private static SocksClientLayer socks5(ProxyTarget target, List<Integer> offered, Optional<SocksLogin> login) {
        return new SocksClientLayer("socks5", target, new Socks5Greeting(offered).encode(), offered, login);
    }

    @Override
    protected void received(ByteBuffer data) {
        readAnswers(decoder, data, this::opens);
    }

    @Override
    protected String awaited() {
        return switch (decoder.expected()) {
            case CHOICE -> "its choice of a login";
            case LOGIN_STATUS -> "the outcome of the login";
            default -> "its answer to the request";
        };
    }

    private boolean opens(SocksMessage message) {
        if (message instanceof Socks5Choice choice) {
            chosen(choice.method());
        } else if (message instanceof SocksLoginStatus status) {
            loggedIn(status);
        } else if (message instanceof Socks5Reply reply) {
            return isOpen(reply.code() == Socks5Status.SUCCEEDED.code(), () -> failed(reply));
        } else if (message instanceof Socks4Reply reply) {
            return isOpen(reply.code() == Socks4Status.GRANTED.code(), () -> failed(reply));
        }
        return false;
    }

    private void chosen(int method) {
        if (method == SocksMethod.NOT_ACCEPTABLE) {
            String problem = login.isPresent()
                    ? "it takes neither a user name with a password nor no login"
                    : "it wants a login, and none was given";
            fail(failure(Kind.NOT_PERMITTED, problem, null));
        } else if (!offered.contains(method)) {
            throw method == SocksMethod.GSSAPI
                    ? new PeerUnsupportedException(
                            "it wants a login by GSSAPI; user name with password or no login is spoken")
                    : new PeerViolationException(
                            "it chose login method " + method + ", and those offered were " + offered, METHOD_RULE);
        } else if (method == SocksMethod.PASSWORD) {
            below().write(login.orElseThrow().encode());
        } else {
            sendRequest();
        }
    }

    private void loggedIn(SocksLoginStatus status) {
        if (status.isAccepted()) {
            sendRequest();
        } else {
            String user = login.map(known -> known.user().toString()).orElse("");
            String problem = "it refused the user '" + user + "' or the password (status " + status.status() + ")";
            fail(failure(Kind.NOT_PERMITTED, problem, null));
        }
    }

    private void sendRequest() {
        below().write(new Socks5Request(SocksCommand.CONNECT.code(), destination()).encode());
    }

    private boolean isOpen(boolean granted, Supplier<ConnectFailedException> refusal) {
        if (!granted) {
            fail(refusal.get());
        }
        return granted;
    }

    private ConnectFailedException failed(Socks5Reply reply) {
        Optional<Socks5Status> status = Socks5Status.of(reply.code());
        String words = status.map(Socks5Status::words).orElse("a failure without a known meaning");
        return failure(
                status.map(Socks5Status::kind).orElse(Kind.OTHER), words + " (reply " + reply.code() + ")", null);
    }

    private ConnectFailedException failed(Socks4Reply reply) {
        String words =
                Socks4Status.of(reply.code()).map(Socks4Status::words).orElse("a failure without a known meaning");
        Kind kind =
                switch (reply.code()) {
                    case 91 -> Kind.REFUSED;
                    case 92, 93 -> Kind.NOT_PERMITTED;
                    default -> Kind.OTHER;
                };
        return failure(kind, words + " (reply " + reply.code() + ")", null);
    }
}
