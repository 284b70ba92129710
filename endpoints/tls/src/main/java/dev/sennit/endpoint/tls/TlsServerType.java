package dev.sennit.endpoint.tls;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.ServerEndpointType;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.endpoint.schema.ArgumentRule;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointRole;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.endpoint.tcp.TcpArguments;
import dev.sennit.tls.ClientAuthentication;
import dev.sennit.tls.TlsLimits;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code tls:PORT} and {@code ssl:PORT}: TLS over TCP, or over another server endpoint. The positional arguments are in the
 * order of Twisted's type.
 */
final class TlsServerType implements ServerEndpointType {
    static final Argument<Integer> PORT = Argument.optional(
                    "port",
                    ArgumentKind.port(),
                    "Port to listen on; 0 picks a free one. With over= it opens no socket and only appears in"
                            + " messages.")
            .positional();
    static final Argument<Path> KEY = TlsArguments.KEY.positional();
    static final Argument<Path> CERT = Argument.optional(
                    "cert",
                    ArgumentKind.path(),
                    "File of the certificate and its issuers, in PEM or PKCS#12 (.p12, .pfx), watched for changes;"
                            + " one for development unless given.")
            .aliases("certKey")
            .positional();
    static final Argument<String> SSL_METHOD = Argument.optional(
                    "sslmethod",
                    ArgumentKind.choice("SSLv23_METHOD", "TLS_METHOD", "TLSv1_2_METHOD"),
                    "Twisted's word for minVersion= and maxVersion=.")
            .positional();
    static final Argument<Path> CHAIN = Argument.optional(
                    "chain",
                    ArgumentKind.path(),
                    "File of the certificate's issuers in PEM, if they are not in the file of cert=.")
            .aliases("extraCertChain")
            .positional();
    static final Argument<Path> DH_PARAMETERS = Argument.optional(
                    "dhParameters",
                    ArgumentKind.path(),
                    "Accepted for Twisted's sake and not used: keys are exchanged by elliptic curves.")
            .positional();
    static final Argument<Path> SNI = Argument.optional(
            "sni",
            ArgumentKind.path(),
            "Directory of files in PEM or PKCS#12; the name that a client asks for selects one, and 'default' is for"
                    + " all other clients.");
    static final Argument<List<Path>> CLIENT_CA = Argument.optional(
                    "clientCa",
                    ArgumentKind.list(ArgumentKind.path()),
                    List.of(),
                    "PEM files, or directories of them, of the authorities whose clients are accepted; watched for"
                            + " changes.")
            .advice(
                    "clientCa=FILE names the authorities whose clients are accepted",
                    "ca",
                    "caFile",
                    "caCert",
                    "caCerts",
                    "trust",
                    "verify",
                    "verifyClient");
    static final Argument<ClientAuthentication> CLIENT_AUTH = Argument.optional(
            "clientAuth",
            ArgumentKind.choice(ClientAuthentication.class),
            "Whether clients show a certificate; need if clientCa= is given, else none.");
    static final Argument<Duration> HANDSHAKE_TIMEOUT = Argument.optional(
            "handshakeTimeout",
            ArgumentKind.duration(),
            TlsLimits.DEFAULT.handshakeTimeout(),
            "Longest time of a handshake.");
    static final Argument<Arguments> OVER = Argument.optional(
            "over", ArgumentKind.endpoint(EndpointRole.SERVER), "Server endpoint below TLS, in place of TCP.");

    /** The arguments of a TCP socket. */
    static final List<Argument<?>> OF_TCP = List.of(
            TcpArguments.INTERFACE,
            TcpArguments.BACKLOG,
            TcpArguments.REUSE_PORT,
            TcpArguments.NO_DELAY,
            TcpArguments.KEEP_ALIVE);

    static final EndpointSchema SCHEMA = EndpointSchema.server(
                    "tls", "Listens for TLS connections, on a TCP port or over another endpoint.")
            .aliases("ssl")
            .arguments(TlsArguments.between(
                    List.of(
                            PORT,
                            KEY,
                            CERT,
                            SSL_METHOD,
                            TcpArguments.INTERFACE,
                            TcpArguments.BACKLOG,
                            CHAIN,
                            DH_PARAMETERS,
                            SNI,
                            CLIENT_CA,
                            CLIENT_AUTH,
                            HANDSHAKE_TIMEOUT),
                    List.of(TcpArguments.REUSE_PORT, TcpArguments.NO_DELAY, TcpArguments.KEEP_ALIVE, OVER)))
            .rules(rules())
            .examples(
                    "tls:8000",
                    "tls:443:cert=fullchain.pem:key=privkey.pem",
                    "tls:443:cert=site.p12:keyPassword=changeit",
                    "tls:443:sni=/etc/site-certs:alpn=http/1.1",
                    "tls:443:cert=site.pem:clientCa=staff-ca.pem",
                    "tls:443:cert=site.pem:clientCa=staff-ca.pem:crl=staff-crl.pem",
                    "tls:over=[memory:inside]");

    private final Path developmentCerts;

    /** Makes the type, which keeps certificates for development in this directory. */
    TlsServerType(Path developmentCerts) {
        this.developmentCerts = developmentCerts;
    }

    private static ArgumentRule[] rules() {
        List<ArgumentRule> rules = new ArrayList<>();
        rules.add(ArgumentRule.atLeastOne(PORT, OVER));
        OF_TCP.forEach(each -> rules.add(ArgumentRule.excludes(each, OVER)));
        Stream.of(CERT, KEY, CHAIN).forEach(each -> rules.add(ArgumentRule.excludes(each, SNI)));
        rules.add(ArgumentRule.excludes(SSL_METHOD, TlsArguments.MIN_VERSION));
        rules.add(ArgumentRule.excludes(SSL_METHOD, TlsArguments.MAX_VERSION));
        rules.add(TlsArguments.notEmpty(CLIENT_CA));
        rules.add(ArgumentRule.holds(
                CHAIN,
                all -> !all.isGiven(CHAIN) || all.isGiven(CERT) || all.isGiven(KEY),
                "chain needs cert= or key="));
        rules.add(ArgumentRule.holds(
                TlsArguments.KEY_PASSWORD,
                all -> !all.isGiven(TlsArguments.KEY_PASSWORD)
                        || all.isGiven(CERT)
                        || all.isGiven(KEY)
                        || all.isGiven(SNI),
                "keyPassword needs key=, cert= or sni="));
        rules.add(ArgumentRule.holds(
                CLIENT_AUTH,
                all -> all.find(CLIENT_AUTH).orElse(ClientAuthentication.NONE) == ClientAuthentication.NONE
                        || !all.get(CLIENT_CA).isEmpty(),
                "clientAuth=want and clientAuth=need need clientCa=, the authorities whose clients are accepted"));
        rules.add(ArgumentRule.holds(
                TlsArguments.CRL,
                all -> !all.isGiven(TlsArguments.CRL) || !all.get(CLIENT_CA).isEmpty(),
                "crl needs clientCa=: its lists revoke certificates of clients"));
        rules.add(TlsArguments.moreThanZero(HANDSHAKE_TIMEOUT));
        rules.addAll(TlsArguments.rules());
        return rules.toArray(ArgumentRule[]::new);
    }

    @Override
    public EndpointSchema schema() {
        return SCHEMA;
    }

    @Override
    public Deferred<Listener> listen(Arguments arguments, EndpointContext context, ProtocolFactory<?> factory) {
        return new TlsListening(arguments, context, developmentCerts).listen(factory);
    }
}
