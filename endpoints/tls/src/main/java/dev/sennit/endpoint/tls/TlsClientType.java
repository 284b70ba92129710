package dev.sennit.endpoint.tls;

import dev.sennit.endpoint.ClientEndpointType;
import dev.sennit.endpoint.Connector;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
}
