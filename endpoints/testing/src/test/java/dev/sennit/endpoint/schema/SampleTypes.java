package dev.sennit.endpoint.schema;

import static dev.sennit.endpoint.schema.ArgumentKind.bool;
import static dev.sennit.endpoint.schema.ArgumentKind.choice;
import static dev.sennit.endpoint.schema.ArgumentKind.duration;
import static dev.sennit.endpoint.schema.ArgumentKind.endpoint;
import static dev.sennit.endpoint.schema.ArgumentKind.host;
import static dev.sennit.endpoint.schema.ArgumentKind.hostOrAll;
import static dev.sennit.endpoint.schema.ArgumentKind.integer;
import static dev.sennit.endpoint.schema.ArgumentKind.list;
import static dev.sennit.endpoint.schema.ArgumentKind.mode;
import static dev.sennit.endpoint.schema.ArgumentKind.path;
import static dev.sennit.endpoint.schema.ArgumentKind.port;
import static dev.sennit.endpoint.schema.ArgumentKind.secret;
import static dev.sennit.endpoint.schema.ArgumentKind.size;
import static dev.sennit.endpoint.schema.ArgumentKind.text;
import static dev.sennit.endpoint.schema.EndpointRole.CLIENT;
import static dev.sennit.endpoint.schema.EndpointRole.HOP;
import static dev.sennit.endpoint.schema.EndpointRole.SERVER;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Declarations in the shape of the real ones, for tests of what is made of a declaration. */
final class SampleTypes {

    enum ClientAuth {
        NONE,
        WANT,
        NEED
    }

    static final Argument<Integer> PORT = Argument.required("port", port(), "Port to listen on; 0 picks a free one.")
            .positional();
    static final Argument<String> INTERFACE = Argument.optional(
                    "interface", hostOrAll(), "", "Local address to listen on; all when empty.")
            .positional();
    static final Argument<String> INTERFACE_BY_NAME =
            Argument.optional("interface", hostOrAll(), "", "Local address to listen on; all when empty.");
    static final Argument<Integer> BACKLOG = Argument.optional(
                    "backlog", integer(1, 65_535), 50, "Connections that may wait to be accepted.")
            .positional();
    static final Argument<Boolean> REUSE_PORT = Argument.optional("reusePort", bool(), false, "Shares the port.");
    static final Argument<Boolean> NODELAY = Argument.optional("nodelay", bool(), true, "Sends small pieces at once.");
    static final Argument<Boolean> KEEPALIVE = Argument.optional("keepalive", bool(), "Probes idle connections.");

    static final Argument<String> HOST =
            Argument.required("host", host(), "Host to connect to.").positional();
    static final Argument<Integer> TO_PORT =
            Argument.required("port", integer(1, 65_535), "Port to connect to.").positional();
    static final Argument<Duration> TIMEOUT =
            Argument.optional("timeout", duration(), Duration.ofSeconds(30), "How long connecting may take.");
    static final Argument<Duration> ATTEMPT_DELAY =
            Argument.optional("attemptDelay", duration(), Duration.ofMillis(250), "Pause before the next address.");
    static final Argument<String> BIND =
            Argument.optional("bind", host(), "Local address to connect from.").aliases("bindAddress");
    static final Argument<Arguments> VIA = Argument.optional("via", endpoint(HOP), "How to reach the host.");

    static final Argument<Path> KEY =
            Argument.optional("key", path(), "Private key file.").aliases("privateKey");
    static final Argument<Path> CERT =
            Argument.optional("cert", path(), "Certificate file.").aliases("certKey");
    static final Argument<Secret> KEY_PASSWORD =
            Argument.optional("keyPassword", secret(), "Password of the key file.");
    static final Argument<ClientAuth> CLIENT_AUTH = Argument.optional(
            "clientAuth", choice(ClientAuth.class), ClientAuth.NONE, "Whether clients show a certificate.");
    static final Argument<List<String>> ALPN =
            Argument.optional("alpn", list(text()), List.of(), "Protocols to agree on, best first.");
    static final Argument<String> MIN_VERSION =
            Argument.optional("minVersion", choice("1.2", "1.3"), "1.2", "Oldest TLS version.");
    static final Argument<String> MAX_VERSION =
            Argument.optional("maxVersion", choice("1.2", "1.3"), "1.3", "Newest TLS version.");
    static final Argument<Integer> PORT_OR_OVER = Argument.optional(
                    "port", port(), "Port to listen on; 0 picks a free one.")
            .positional();
    static final Argument<Arguments> OVER =
            Argument.optional("over", endpoint(SERVER), "What TLS runs over, in place of TCP.");

    static final Argument<Path> PATH =
            Argument.required("path", path(), "Path of the socket.").positional();
    static final Argument<Integer> MODE = Argument.optional("mode", mode(), 0660, "Permissions of the socket.");
    static final Argument<Boolean> LOCK =
            Argument.optional("lock", bool(), true, "Keeps a lock file.").aliases("lockfile");

    static final Argument<String> NAME =
            Argument.required("name", text(), "Name within the program.").positional();
    static final Argument<Long> BUFFER = Argument.optional("buffer", size(), 65_536L, "Bytes in flight.");

    static final Argument<Integer> CONNECTIONS =
            Argument.optional("connections", integer(1, 1_000_000), "Most connections at once.");
    static final Argument<Duration> IDLE = Argument.optional("idle", duration(), "Longest silence.");
    static final Argument<Arguments> WRAPPED = Argument.rest("endpoint", SERVER, "What is limited.");
    static final Argument<List<String>> TRUSTED =
            Argument.optional("trusted", list(text()), List.of(), "Networks whose header is believed.");
    static final Argument<Path> FILE =
            Argument.required("file", path(), "File to write.").positional();

    static final Argument<String> USER = Argument.optional("user", text(), "User name at the proxy.");
    static final Argument<Secret> PASSWORD = Argument.optional("password", secret(), "Password at the proxy.");
    static final Argument<List<Arguments>> ALTERNATIVES = Argument.required(
                    "to", list(endpoint(CLIENT)), "Endpoints to try in turn.")
            .positional();

    static final EndpointSchema TCP_SERVER = EndpointSchema.server("tcp", "Listens for TCP connections.")
            .arguments(PORT, INTERFACE, BACKLOG, REUSE_PORT, NODELAY, KEEPALIVE)
            .examples("tcp:8080", "tcp:8080:interface=[::1]");
    private static final Argument<Path> TLS_KEY = KEY.positional();
    private static final Argument<Path> TLS_CERT = CERT.positional();
    static final EndpointSchema TLS_SERVER = EndpointSchema.server("tls", "Listens for TLS connections.")
            .aliases("ssl")
            .arguments(
                    PORT_OR_OVER,
                    TLS_KEY,
                    TLS_CERT,
                    KEY_PASSWORD,
                    CLIENT_AUTH,
                    ALPN,
                    MIN_VERSION,
                    MAX_VERSION,
                    INTERFACE_BY_NAME,
                    OVER)
            .rules(
                    ArgumentRule.exactlyOne(PORT_OR_OVER, OVER),
                    ArgumentRule.needs(INTERFACE_BY_NAME, PORT_OR_OVER),
                    ArgumentRule.excludes(TLS_CERT, CLIENT_AUTH),
                    ArgumentRule.holds(
                            MAX_VERSION,
                            all -> all.get(MIN_VERSION).compareTo(all.get(MAX_VERSION)) <= 0,
                            "maxVersion is below minVersion"))
            .examples("tls:443:cert=site.pem:key=site.key");

    static final EndpointTypes ALL = EndpointTypes.of(List.of(
            TCP_SERVER,
            EndpointSchema.server("tcp4", "Listens over IPv4.")
                    .arguments(PORT, INTERFACE, BACKLOG, REUSE_PORT, NODELAY, KEEPALIVE),
            // The order of Twisted's tcp6, which differs from its tcp.
            EndpointSchema.server("tcp6", "Listens over IPv6.")
                    .arguments(PORT, BACKLOG, INTERFACE, REUSE_PORT, NODELAY, KEEPALIVE),
            TLS_SERVER,
            EndpointSchema.server("unix", "Listens on a path.").arguments(PATH, MODE, LOCK),
            EndpointSchema.server("memory", "Listens within the program.").arguments(NAME),
            EndpointSchema.server("sample", "Has a size.").arguments(NAME, BUFFER),
            EndpointSchema.server("stdio", "Serves standard input and output."),
            EndpointSchema.server("limit", "Limits another endpoint.").arguments(CONNECTIONS, IDLE, WRAPPED),
            EndpointSchema.server("haproxy", "Expects a PROXY header.").arguments(TRUSTED, WRAPPED),
            EndpointSchema.server("capture", "Records what passes.").arguments(FILE, WRAPPED),
            EndpointSchema.client("tcp", "Connects by TCP.")
                    .arguments(HOST, TO_PORT, TIMEOUT, BIND, ATTEMPT_DELAY, NODELAY, KEEPALIVE, VIA),
            EndpointSchema.client("tls", "Connects by TLS.").arguments(HOST, TO_PORT, ALPN, TIMEOUT, VIA),
            EndpointSchema.client("memory", "Connects within the program.").arguments(NAME),
            EndpointSchema.hop("socks5", "Leads on through a proxy.")
                    .arguments(HOST, TO_PORT, USER, PASSWORD, VIA)
                    .examples("socks5:localhost:1080"),
            EndpointSchema.client("failover", "Tries in turn.").arguments(ALTERNATIVES)));

    private SampleTypes() {}
}
