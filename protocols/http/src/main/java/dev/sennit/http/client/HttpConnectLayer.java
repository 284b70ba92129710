package dev.sennit.http.client;

import dev.sennit.http.BasicCredentials;
import dev.sennit.http.ResponseHead;
import dev.sennit.http.ResponseHeadDecoder;
import dev.sennit.http.TunnelRequest;
import dev.sennit.protocol.proxy.ProxyClientLayer;
import dev.sennit.protocol.proxy.ProxyTarget;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ConnectFailedException.Kind;
import dev.sennit.transport.error.PeerUnsupportedException;
import dev.sennit.transport.error.PeerViolationException;
import dev.sennit.transport.error.ProtocolException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Asks an HTTP proxy for a tunnel to the target (RFC 9110, section 9.3.6); what is above it then talks to the target.
 *
 * <p>A name is sent to the proxy, which looks it up; nothing is resolved here. Any status of the 200s opens the tunnel, and
 * whatever follows the head belongs to it; the fields of such a head have no meaning. Any other status is a failure as soon
 * as its line has been read, but for 407, whose fields tell which login is wanted. Credentials go out with the first
 * request, by the scheme Basic, the only one spoken: over a connection that others can read they are in the open.
 */
public final class HttpConnectLayer extends ProxyClientLayer {
    private static final int PROXY_LOGIN_WANTED = 407;
    private static final String RULE = "RFC 9110, section 9.3.6";

    private final TunnelRequest request;
    private final ResponseHeadDecoder decoder = new ResponseHeadDecoder();

    /**
     * Makes a layer.
     *
     * @throws IllegalArgumentException if the target's port is 0
     */
    public HttpConnectLayer(ProxyTarget target, Optional<BasicCredentials> credentials) {
        this(target, new TunnelRequest(target.destination(), credentials));
    }

    private HttpConnectLayer(ProxyTarget target, TunnelRequest request) {
        super("http-connect", target, request.encode());
        this.request = request;
    }

    @Override
    protected void received(ByteBuffer data) {
        readAnswers(decoder, data, this::opens);
        decoder.begun().filter(HttpConnectLayer::isDecided).ifPresent(head -> fail(failed(head)));
    }

    /** Whether the status line alone tells a failure. What login is wanted, a field tells. */
    private static boolean isDecided(ResponseHead head) {
        return head.status() >= 300 && head.status() != PROXY_LOGIN_WANTED;
    }

    /** The failure that the proxy has told, though its head is not acceptable otherwise; else that. */
    @Override
    protected ConnectFailedException unacceptable(ProtocolException answer) {
        return decoder.begun()
                .filter(head -> head.status() >= 300)
                .map(this::failed)
                .orElseGet(() -> super.unacceptable(answer));
    }

    @Override
    protected String awaited() {
        return "its answer to CONNECT";
    }

    private boolean opens(ResponseHead head) {
        if (head.isInterim()) {
            return false;
        }
        if (head.status() == 101) {
            throw new PeerViolationException("it switched protocols, which nobody asked for", RULE);
        }
        boolean open = head.status() / 100 == 2;
        if (!open) {
            fail(failed(head));
        }
        return open;
    }

    private ConnectFailedException failed(ResponseHead head) {
        String answer = (head.status() + " " + shown(head.reason())).strip();
        if (head.status() == PROXY_LOGIN_WANTED) {
            return loginWanted(head, answer);
        }
        Kind kind =
                switch (head.status()) {
                    case 401, 403 -> Kind.NOT_PERMITTED;
                    // What proxies say when nothing listens there.
                    case 503 -> Kind.REFUSED;
                    case 404, 502 -> Kind.UNREACHABLE;
                    case 408, 504 -> Kind.TIMED_OUT;
                    case 405, 501 -> Kind.UNSUPPORTED;
                    default -> Kind.OTHER;
                };
        return failure(kind, "it answered " + answer, null);
    }

    private ConnectFailedException loginWanted(ResponseHead head, String answer) {
        List<String> schemes = head.values("Proxy-Authenticate").stream()
                .map(challenge -> shown(challenge.replaceFirst("[ ,].*", "")))
                .distinct()
                .limit(5)
                .toList();
        if (!schemes.isEmpty() && schemes.stream().noneMatch("Basic"::equalsIgnoreCase)) {
            String problem = "it wants a login by " + String.join(", ", schemes) + "; only Basic is spoken";
            return failure(Kind.NOT_PERMITTED, problem + " (" + answer + ")", new PeerUnsupportedException(problem));
        }
        String problem = request.credentials()
                .map(sent -> "it refused the user '" + sent.user() + "' or the password")
                .orElse("it wants a user name and a password, and none were given");
        return failure(Kind.NOT_PERMITTED, problem + " (" + answer + ")", null);
    }

    /** A short prefix, with what could play tricks on a terminal escaped. */
    private static String shown(String said) {
        return Bytes.latin1(said).toString();
    }
}
