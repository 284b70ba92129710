package dev.sennit.command;

import dev.sennit.certs.CertificateReport;
import dev.sennit.certs.DevelopmentCerts;
import dev.sennit.certs.Pem;
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
import dev.sennit.x509.trust.CertificateRefusedException;
import dev.sennit.x509.trust.Trust;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sennit certs show}: reports on a chain. */
@Command(
        name = "show",
        description = {
            "Shows the certificates of a file, or those that a server of TLS shows: names, dates, keys, fingerprints, "
                    + "whether the chain is in order, and what is wrong.",
            "",
            "Of a server it shows too what TLS agreed on, and whether this machine and the development authority would "
                    + "have believed it; the connection itself is made in any case, and nothing is said on it."
        },
        footer = {
            "",
            "Examples:",
            "  sennit certs show certs/localhost.pem",
            "  sennit certs show example.org:443",
            "  sennit certs show tcp:127.0.0.1:8000 --name=localhost"
        })
final class CertsShowCommand implements Callable<Integer> {
    private static final Clock CLOCK = Clock.systemUTC();

    @Parameters(
            paramLabel = "FILE|ENDPOINT",
            description = "A file of certificates, PEM or DER; or a server: HOST:PORT or a client's endpoint string.")
    private String target;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The server's name, to ask for and to look for in its certificate; its host unless given.")
    private @Nullable String name;

    @Option(names = "--dir", paramLabel = "DIR", description = "Where the development authority is, default certs.")
    private Path directory = DevelopmentCerts.DEFAULT_DIRECTORY;

    private final World world;

    @SuppressWarnings("NullAway.Init") // picocli sets the parameters before it calls.
    CertsShowCommand(World world) {
        this.world = world;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path file = Path.of(target);
        boolean isServer = target.indexOf(':') > 0 && !Files.exists(file);
        PrintWriter out = world.terminal();
        if (isServer) {
            TlsLook look = TlsLook.at(world.endpoints().get(), target, Optional.ofNullable(name));
            out.print(CertificateReport.of(look.chain(), CLOCK.instant()).text());
            out.println();
            out.println("TLS: " + session(look));
            out.println("This machine: " + verdict(Trust.platform(), look));
            Path authority = DevelopmentCerts.in(directory).authorityFile();
            if (Files.exists(authority)) {
                out.println("With " + authority + ": " + verdict(Trust.pem(authority), look));
            }
        } else {
            out.print(CertificateReport.of(Pem.certificatesIn(file), CLOCK.instant())
                    .text());
        }
        out.flush();
        return 0;
    }

    private static String session(TlsLook look) {
        return look.session()
                .map(CertsShowCommand::text)
                .orElseGet(() ->
                        "not agreed: " + look.failure().map(Mistakes::explain).orElse("no reason given"));
    }

    private static String text(TlsSession session) {
        return session.version().standardName() + ", " + session.suite()
                + session.group().map(group -> ", " + group.standardName()).orElse("");
    }

    private static String verdict(Trust trust, TlsLook look) {
        try {
            trust.checkServer(look.chain(), look.name());
            return "believes that it is " + look.name();
        } catch (CertificateRefusedException refused) {
            return "does not believe that it is " + look.name() + ": " + refused.getMessage();
        }
    }

    /**
     * A look at what a server of TLS shows, whoever it is: nothing is said to it.
     *
     * @param name the name that it was called by
     * @param chain the certificates that it showed, at least one
     * @param session what was agreed on; empty if the server ended the handshake after it had shown them
     * @param failure why it did
     */
    private record TlsLook(
            String name,
            List<X509Certificate> chain,
            Optional<TlsSession> session,
            Optional<NetworkException> failure) {
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

        /** Accepts the certificate of every server, since it sends nothing, and keeps the chain. */
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
}
