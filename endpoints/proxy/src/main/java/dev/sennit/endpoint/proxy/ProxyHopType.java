package dev.sennit.endpoint.proxy;

import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.endpoint.Connector;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.HopType;
import dev.sennit.endpoint.HostPort;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.endpoint.schema.ArgumentRule;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.endpoint.schema.Secret;
import dev.sennit.http.BasicCredentials;
import dev.sennit.http.client.HttpConnectLayer;
import dev.sennit.protocol.proxy.Passage;
import dev.sennit.protocol.proxy.ProxyClientLayer;
import dev.sennit.socks.SocksLogin;
import dev.sennit.socks.client.SocksClientLayer;
import dev.sennit.transport.bytes.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The proxies that lead on: {@code socks5:HOST:PORT} (RFC 1928, with user name and password by RFC 1929),
 * {@code socks4:HOST:PORT}, {@code socks4a:HOST:PORT}, and {@code http-connect:HOST:PORT} (RFC 9110, section 9.3.6).
 */
final class ProxyHopType implements HopType {
    static final Argument<String> HOST = Argument.required(
                    "host", ArgumentKind.host(), "Name or IP address of the proxy.")
            .positional();
    static final Argument<Integer> PORT = Argument.required(
                    "port", ArgumentKind.integer(1, 65_535), "Port of the proxy.")
            .positional();
    static final Argument<String> USER = Argument.optional("user", ArgumentKind.text(), "User name at the proxy.");
    static final Argument<Secret> PASSWORD =
            Argument.optional("password", ArgumentKind.secret(), "Password at the proxy; goes with user=.");
    static final Argument<Boolean> TLS = Argument.optional(
            "tls",
            ArgumentKind.bool(),
            false,
            "Talk TLS to the proxy, its name checked; via=[tls:HOST:PORT:…] says more about that.");

    static final ProxyHopType SOCKS5 = new ProxyHopType(
            EndpointSchema.hop("socks5", "Leads on through a SOCKS 5 server, which looks names up itself.")
                    .arguments(HOST, PORT, USER, PASSWORD, VIA)
                    .rules(ArgumentRule.needs(PASSWORD, USER))
                    .examples("socks5:localhost:1080", "socks5:inner:1080:via=[socks5:outer:1080]"),
            ProxyHopType::socks5);

    /** It takes no names, so the target's is looked up here. */
    static final ProxyHopType SOCKS4 = new ProxyHopType(
            EndpointSchema.hop(
                            "socks4", "Leads on through a SOCKS 4 server, to IPv4 addresses; names are looked up here.")
                    .arguments(HOST, PORT, USER, VIA)
                    .examples("socks4:localhost:1080"),
            ProxyHopType::socks4);

    static final ProxyHopType SOCKS4A = new ProxyHopType(
            EndpointSchema.hop(
                            "socks4a",
                            "Leads on through a SOCKS 4a server, which looks names up itself; no IPv6 addresses.")
                    .arguments(HOST, PORT, USER, VIA)
                    .examples("socks4a:localhost:1080"),
            ProxyHopType::socks4);

    static final ProxyHopType HTTP_CONNECT = new ProxyHopType(
            EndpointSchema.hop("http-connect", "Leads on through an HTTP proxy, which looks names up itself.")
                    .arguments(HOST, PORT, USER, PASSWORD, TLS, VIA)
                    .rules(ArgumentRule.needs(PASSWORD, USER))
                    .examples("http-connect:localhost:3128", "http-connect:proxy:443:tls=true"),
            ProxyHopType::http);

    static final List<ProxyHopType> ALL = List.of(SOCKS5, SOCKS4, SOCKS4A, HTTP_CONNECT);

    /** Makes the layer that asks the proxy; throws an IllegalArgumentException for a target that it cannot say. */
    interface Handshake {
        ProxyClientLayer layer(Passage passage, Arguments arguments);
    }

    private final EndpointSchema schema;
    private final Handshake handshake;

    private ProxyHopType(EndpointSchema schema, Handshake handshake) {
        this.schema = schema;
        this.handshake = handshake;
    }

    @Override
    public EndpointSchema schema() {
        return schema;
    }

    @Override
    public Connector connector(HostPort target, Arguments arguments, EndpointContext context) {
        HostPort proxy = new HostPort(arguments.get(HOST), arguments.get(PORT));
        Function<Passage, ProxyClientLayer> asking =
                passage -> handshake.layer(passage.by(schema.name() + ":" + proxy), arguments);
        HopConnector connector = new HopConnector(target, asking, way(proxy, arguments, context));
        return this == SOCKS4 ? connector.byIpv4(context.resolver()) : connector;
    }

    private ClientEndpoint way(HostPort proxy, Arguments arguments, EndpointContext context) {
        Optional<Arguments> via = arguments.find(VIA);
        return this == HTTP_CONNECT && arguments.get(TLS)
                ? context.reach(proxy, Optional.of(tls(proxy, via, context)))
                : context.reach(proxy, via);
    }

    /** The TLS client to the proxy, which is itself reached as {@code via=} says. */
    private static Arguments tls(HostPort proxy, Optional<Arguments> via, EndpointContext context) {
        Arguments client = context.reaching("tls", proxy);
        return via.map(way -> client.with(VIA, way)).orElse(client);
    }

    private static ProxyClientLayer socks5(Passage passage, Arguments arguments) {
        return login(arguments, SocksLogin::of)
                .map(login -> SocksClientLayer.socks5(passage, login))
                .orElseGet(() -> SocksClientLayer.socks5(passage));
    }

    private static ProxyClientLayer socks4(Passage passage, Arguments arguments) {
        return SocksClientLayer.socks4(passage, Bytes.utf8(arguments.find(USER).orElse("")));
    }

    private static ProxyClientLayer http(Passage passage, Arguments arguments) {
        return new HttpConnectLayer(passage, login(arguments, BasicCredentials::new));
    }

    /** Makes credentials of user name and password, if there is a user; the password may be none. */
    private static <T> Optional<T> login(Arguments arguments, BiFunction<String, String, T> make) {
        String password = arguments.find(PASSWORD).map(Secret::reveal).orElse("");
        return arguments.find(USER).map(user -> make.apply(user, password));
    }
}
