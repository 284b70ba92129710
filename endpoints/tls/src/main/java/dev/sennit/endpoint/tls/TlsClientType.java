package dev.sennit.endpoint.tls;

import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.endpoint.ClientEndpointType;
import dev.sennit.endpoint.ConnectRequest;
import dev.sennit.endpoint.Connector;
import dev.sennit.endpoint.Deadline;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.HopType;
import dev.sennit.endpoint.HostPort;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.endpoint.schema.ArgumentRule;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointRole;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.endpoint.tcp.TcpArguments;
import dev.sennit.endpoint.tcp.TcpEndpoint;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.layer.TlsContext;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailedException.Phase;
import dev.sennit.x509.key.KeyFiles;
import dev.sennit.x509.key.KeySelector;
import dev.sennit.x509.trust.HostName;
import dev.sennit.x509.trust.Trust;
import dev.sennit.x509.watch.FileStamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code tls:HOST:PORT} and {@code ssl:HOST:PORT}: TLS over TCP, by a {@code via=}, or over another client endpoint. The
 * server's certificate is checked, and its name, unless {@code insecure=true}.
 */
final class TlsClientType implements ClientEndpointType {
    static final Argument<String> SNI = Argument.optional(
                    "sni",
                    ArgumentKind.host(),
                    "Name of the server, which is sent to it and must be in its certificate; the host unless given.")
            .aliases("hostname");
    static final Argument<List<Path>> TRUST = Argument.optional(
                    "trust",
                    TlsArguments.trustKind(),
                    List.of(),
                    "Trusted authorities; certs/ca.pem for certificates made for development.")
            .aliases("trustRoots", "caCertsDir")
            .advice("trust=FILE names the authorities", "ca", "caFile", "caCert", "caCerts", "caPath");
    static final Argument<List<String>> PIN = Argument.optional(
            "pin",
            ArgumentKind.list(TlsArguments.pinKind()),
            List.of(),
            "Public keys, one of which must be in the server's path, which must be trusted too.");
    static final Argument<Boolean> INSECURE = Argument.optional(
                    "insecure",
                    ArgumentKind.bool(),
                    false,
                    "Accept every certificate, for tests: an attacker on the way can read and change everything.")
            .advice(
                    "the server is verified unless insecure=yes is given",
                    "verify",
                    "verifyPeer",
                    "verifyHost",
                    "verifyHostname",
                    "checkHostname",
                    "rejectUnauthorized",
                    "skipVerify",
                    "noVerify");
    static final Argument<Path> CERT = Argument.optional(
                    "cert",
                    ArgumentKind.path(),
                    "File of the certificate that is shown on request, and its issuers, in PEM or PKCS#12.")
            .aliases("certificate", "certKey");
    static final Argument<Arguments> OVER = Argument.optional(
                    "over",
                    ArgumentKind.endpoint(EndpointRole.CLIENT),
                    "Client endpoint below TLS, in place of TCP to the host and port.")
            .aliases("endpoint");

    /** The arguments of a TCP socket of this machine. */
    static final List<Argument<?>> OF_TCP =
            List.of(TcpArguments.BIND, TcpArguments.ATTEMPT_DELAY, TcpArguments.NO_DELAY, TcpArguments.KEEP_ALIVE);

    static final EndpointSchema SCHEMA = EndpointSchema.client(
                    "tls", "Connects by TLS over TCP or another endpoint, and checks the server's certificate.")
            .aliases("ssl")
            .arguments(TlsArguments.between(
                    List.of(
                            TcpArguments.HOST,
                            TcpArguments.PORT,
                            SNI,
                            TRUST,
                            PIN,
                            INSECURE,
                            CERT,
                            TlsArguments.KEY,
                            TcpArguments.TIMEOUT),
                    List.of(
                            TcpArguments.BIND,
                            TcpArguments.ATTEMPT_DELAY,
                            TcpArguments.NO_DELAY,
                            TcpArguments.KEEP_ALIVE,
                            HopType.VIA,
                            OVER)))
            .rules(rules())
            .examples(
                    "tls:example.org:443",
                    "tls:localhost:8000:trust=certs/ca.pem",
                    "tls:plant.example:443:trust=ca.pem:crl=ca-crl.pem",
                    "tls:example.org:443:alpn=h2,http/1.1:timeout=5s",
                    "tls:example.org:443:cert=me.pem:key=me.key",
                    "tls:192.0.2.1:443:sni=example.org",
                    "tls:example.org:443:via=[memory:tunnel]",
                    "tls:inner.example:443:over=[tls:outer.example:443]");

    private static ArgumentRule[] rules() {
        List<ArgumentRule> rules = new ArrayList<>();
        rules.add(ArgumentRule.excludes(HopType.VIA, OVER));
        for (Argument<?> ofTheSocket : OF_TCP) {
            rules.add(ArgumentRule.excludes(ofTheSocket, HopType.VIA));
            rules.add(ArgumentRule.excludes(ofTheSocket, OVER));
        }
        rules.add(ArgumentRule.holds(
                INSECURE,
                all -> !all.get(INSECURE)
                        || Stream.of(TRUST, PIN, TlsArguments.CRL).noneMatch(all::isGiven),
                "insecure checks nothing, so it excludes trust=, pin= and crl="));
        rules.add(ArgumentRule.holds(
                TlsArguments.KEY_PASSWORD,
                all -> !all.isGiven(TlsArguments.KEY_PASSWORD) || all.isGiven(CERT) || all.isGiven(TlsArguments.KEY),
                "keyPassword needs key= or cert="));
        rules.add(TlsArguments.notEmpty(PIN));
        rules.add(TlsArguments.moreThanZero(TcpArguments.TIMEOUT));
        rules.addAll(TlsArguments.rules());
        return rules.toArray(ArgumentRule[]::new);
    }

    @Override
    public EndpointSchema schema() {
        return SCHEMA;
    }

    @Override
    public Connector connector(Arguments arguments, EndpointContext context) {
        return new TlsConnector(arguments, context);
    }

    @Override
    public Optional<Arguments> reaching(HostPort target) {
        return Optional.of(TlsEndpoint.client(target.host(), target.port()).arguments());
    }

    /**
     * A TLS client endpoint: the endpoint below it and its TLS context, both kept from one connection to the next. The context is
     * made of the arguments and the files that they name at the first connection, and again when a file has changed. The sessions
     * that can be resumed belong to the context.
     */
    private static final class TlsConnector implements Connector {
        private static final String NO_CONNECTION = "no connection";

        private final Arguments arguments;
        private final Reactor reactor;
        private final ClientEndpoint below;
        private final Optional<Duration> timeout;
        private final Optional<KeyFiles> key;
        /** All files that the context is made of. */
        private final List<Path> files = new ArrayList<>();

        private volatile @Nullable Made made;

        TlsConnector(Arguments arguments, EndpointContext context) {
            this.arguments = arguments;
            this.reactor = context.reactor();
            this.below = below(arguments, context);
            this.timeout = arguments.find(TcpArguments.TIMEOUT);
            this.key = TlsArguments.keyFiles(arguments, TlsClientType.CERT, TlsArguments.KEY, Optional.empty());
            files.addAll(arguments.get(TlsClientType.TRUST));
            files.addAll(arguments.get(TlsArguments.CRL));
            key.map(KeyFiles::paths).ifPresent(files::addAll);
        }

        private static ClientEndpoint below(Arguments arguments, EndpointContext context) {
            Optional<Arguments> over = arguments.find(TlsClientType.OVER);
            if (over.isPresent()) {
                return context.client(over.get());
            }
            HostPort target = new HostPort(arguments.get(TcpArguments.HOST), arguments.get(TcpArguments.PORT));
            Optional<Arguments> via = arguments.find(HopType.VIA);
            return via.isPresent()
                    ? context.reach(target, via)
                    : context.client(TcpEndpoint.client(target.host(), target.port())
                            .arguments()
                            .with(TlsClientType.OF_TCP, arguments));
        }

        @Override
        public Deferred<Protocol> connect(ConnectRequest given) {
            ConnectRequest request = given.within(timeout);
            request.enter(Phase.PREPARING, NO_CONNECTION);
            request.handshakeProblem("the TLS handshake was not done");
            return tls().thenCompose(tls -> {
                request.enter(Phase.OPENING, NO_CONNECTION);
                return below.connect(request.through(timed(tls, request)));
            });
        }

        /** The handshake has the time of the request, which may be that of an endpoint around this one. */
        private static TlsContext timed(TlsContext tls, ConnectRequest request) {
            // With no time at all the request ends before a handshake begins.
            return request.deadline()
                    .map(Deadline::timeout)
                    .filter(limit -> !limit.isZero())
                    .map(tls::within)
                    .orElse(tls);
        }

        /** Returns the context of the files as they are now. */
        private Deferred<TlsContext> tls() {
            Made last = made;
            return last != null && files.isEmpty() ? Deferred.of(last.tls()) : reactor.offload(this::read);
        }

        /** Reads the files if they have changed; blocks. One thread at a time, so that two first connections share their sessions. */
        private synchronized TlsContext read() throws IOException {
            List<Optional<FileStamp>> stamps = FileStamp.of(files);
            Made last = made;
            if (last != null && last.stamps().equals(stamps)) {
                return last.tls();
            }
            Made next = new Made(stamps, make());
            made = next;
            return next.tls();
        }

        private TlsContext make() throws IOException {
            String name = arguments.find(TlsClientType.SNI).orElse(arguments.get(TcpArguments.HOST));
            HostName.of(name); // throws if no certificate could have this name
            TlsClientConfig client = TlsClientConfig.of(name)
                    .withSettings(TlsArguments.settings(arguments, timeout.orElse(ConnectRequest.DEFAULT_TIMEOUT)))
                    .withTrust(trust());
            TlsClientConfig whole = key.map(KeyFiles::read)
                    .map(KeySelector::of)
                    .map(client::withKeys)
                    .orElse(client);
            try {
                return TlsContext.client(whole);
            } catch (UncheckedIOException noKeyLog) {
                throw new IOException(noKeyLog.getMessage(), noKeyLog);
            }
        }

        private Trust trust() {
            if (arguments.get(TlsClientType.INSECURE)) {
                return Trust.insecure();
            }
            Trust trust = TlsArguments.trust(arguments.get(TlsClientType.TRUST), arguments);
            List<String> pins = arguments.get(TlsClientType.PIN);
            Trust pinned = pins.isEmpty() ? trust : trust.withPins(pins.toArray(String[]::new));
            return new AdvisingTrust(pinned, TlsClientType.TRUST.name(), "server");
        }

        /** A context, and the state of the files that it was made of. */
        private record Made(List<Optional<FileStamp>> stamps, TlsContext tls) {}
    }
}
