package dev.sennit.command;

import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.HostPort;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointRole;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.endpoint.schema.EndpointTypes;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsSession;
import dev.sennit.tls.layer.TlsContext;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Transport;
import dev.sennit.transport.error.NetworkException;
import dev.sennit.transport.error.TlsFailedException;
import dev.sennit.x509.trust.Trust;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;

/**
 * A look at what a server of TLS shows, whoever it is: nothing is said to it.
 *
 * @param name the name that it was called by
 * @param chain the certificates that it showed, at least one
 * @param session what was agreed on; empty if the server ended the handshake after it had shown them
 * @param failure why it did
 */
record TlsLook(
        String name, List<X509Certificate> chain, Optional<TlsSession> session, Optional<NetworkException> failure) {
    private static final Pattern HOST_PORT = Pattern.compile("(\\[[^\\[\\]]+]|[^:\\[\\]]+):(\\d{1,5})");
    private static final String TCP = "tcp";
    private static final String NO_NAME = "localhost";

    /**
     * Connects and shakes hands with whoever answers.
     *
     * @param text a client's endpoint string, or a host and a port; TLS of its own is replaced by this one
     * @param name the server's name; its host unless given
     * @throws NetworkException if there was no connection, or no certificate
     */
    static TlsLook at(EndpointContext context, String text, Optional<String> name) throws InterruptedException {
        Place place = Place.of(context, text);
        String called = name.or(place::name).orElse(NO_NAME);
        SeenChain seen = new SeenChain();
        TlsContext tls = TlsContext.client(TlsClientConfig.of(called).withTrust(seen));
        try {
            ProtocolFactory<Visitor> visitors = Visitor::new;
            Visitor visitor = place.below().connect(visitors.through(tls)).await();
            Optional<TlsSession> session = visitor.transport().feature(TlsSession.class);
            visitor.transport().close();
            return new TlsLook(called, seen.chain, session, Optional.empty());
        } catch (NetworkException failure) {
            if (seen.chain.isEmpty()) {
                throw failure;
            }
            NetworkException why = failure.getCause() instanceof TlsFailedException refused ? refused : failure;
            return new TlsLook(called, seen.chain, Optional.empty(), Optional.of(why));
        }
    }

    /**
     * Where TLS is put over what.
     *
     * @param below what carries it
     * @param name the host that it names, if it names one
     */
    private record Place(ClientEndpoint below, Optional<String> name) {
        static Place of(EndpointContext context, String text) {
            EndpointTypes types = context.registry().types();
            Matcher hostPort = HOST_PORT.matcher(text);
            boolean isTyped = types.find(EndpointRole.CLIENT, text.replaceFirst(":.*", ""))
                    .isPresent();
            if (!isTyped && hostPort.matches()) {
                String host = hostPort.group(1).replaceAll("[\\[\\]]", "");
                HostPort target = new HostPort(host, Integer.parseInt(hostPort.group(2)));
                return new Place(context.reach(target, Optional.empty()), Optional.of(host));
            }
            Arguments given = types.bind(EndpointRole.CLIENT, text);
            Optional<String> named = value(given, "sni").or(() -> value(given, "host"));
            boolean hasTls = given.schema().name().equals("tls");
            return new Place(context.client(hasTls ? below(context, given) : given), named);
        }

        /** What an endpoint of TLS goes over: another that it names, or TCP with those of its arguments that TCP has. */
        private static Arguments below(EndpointContext context, Arguments given) {
            Optional<Argument<?>> over = given.schema().argument("over").filter(given::isGiven);
            if (over.isPresent() && given.get(over.get()) instanceof Arguments nested) {
                return nested;
            }
            EndpointSchema tcp = context.registry()
                    .types()
                    .find(EndpointRole.CLIENT, TCP)
                    .orElseThrow(() -> new IllegalStateException("there is TLS, but no TCP"));
            List<Argument<?>> shared = tcp.arguments().stream()
                    .filter(given.schema().arguments()::contains)
                    .toList();
            return Arguments.of(tcp).with(shared, given);
        }

        private static Optional<String> value(Arguments given, String name) {
            return given.schema().argument(name).filter(given::isGiven).map(argument -> text(given, argument));
        }

        private static <T> String text(Arguments given, Argument<T> argument) {
            return argument.kind().format(given.get(argument));
        }
    }

    /** Believes whoever answers, since nothing is said to it, and keeps what it shows. */
    private static final class SeenChain implements Trust {
        private volatile List<X509Certificate> chain = List.of();

        @Override
        public void checkServer(List<X509Certificate> shown, String name) {
            chain = List.copyOf(shown);
        }

        @Override
        public void checkClient(List<X509Certificate> shown) {
            throw new IllegalStateException("this side is no server");
        }

        @Override
        public List<X500Principal> acceptedIssuers() {
            return List.of();
        }
    }

    /** Says nothing, and does not listen. */
    private record Visitor(Transport transport) implements Protocol {
        @Override
        public void dataReceived(ByteBuffer data) {}
    }
}
