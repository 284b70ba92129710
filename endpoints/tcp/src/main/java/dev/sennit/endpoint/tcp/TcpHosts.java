package dev.sennit.endpoint.tcp;

import dev.sennit.endpoint.Resolver;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import java.net.IDN;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** From what a user writes for a host to IP addresses. */
final class TcpHosts {
    /** Four numbers are never a name (RFC 1123, section 2.1), not even when one of them is too high. */
    private static final Pattern FOUR_NUMBERS = Pattern.compile("[0-9]+(\\.[0-9]+){3}");

    private TcpHosts() {}

    /** An IP address literal; whether this machine has the interface of its scope, only its use will tell. */
    static ArgumentKind<String> literalKind() {
        return ArgumentKind.of(
                "an IP address",
                text -> literal(text).isPresent() || hasScope(text) ? Optional.of(text) : Optional.empty(),
                Function.identity());
    }

    /** The address, if the host is an IP address literal: those are never asked of a resolver. */
    static Optional<InetAddress> literal(String host) {
        try {
            return Optional.of(TcpAddress.of(host, 0).ip());
        } catch (IllegalArgumentException noLiteral) {
            return Optional.empty();
        }
    }

    /**
     * At least one address, of a literal at once; fails with an {@link UnknownHostException} if there is none, else with
     * what the resolver failed with or threw.
     */
    static Deferred<List<InetAddress>> addresses(Resolver resolver, String host) {
        Optional<InetAddress> literal = literal(host);
        if (literal.isPresent()) {
            return Deferred.of(List.of(literal.get()));
        }
        if (isMeantAsLiteral(host)) {
            return Deferred.failed(new UnknownHostException(host));
        }
        String ascii;
        try {
            ascii = IDN.toASCII(host);
        } catch (IllegalArgumentException noName) {
            return Deferred.failed(new UnknownHostException(host));
        }
        try {
            return resolver.resolve(ascii)
                    .thenCompose(addresses -> addresses.isEmpty()
                            ? Deferred.failed(new UnknownHostException(host))
                            : Deferred.of(addresses));
        } catch (RuntimeException failure) {
            return Deferred.failed(failure);
        }
    }

    /** In a few plain words, why there is no address. */
    static String problem(String host, Throwable failure) {
        if (!(failure instanceof UnknownHostException)) {
            String why = Objects.requireNonNullElse(failure.getMessage(), "the resolver does not say why");
            return "looking up the name '" + host + "' failed: " + why;
        }
        if (!isMeantAsLiteral(host)) {
            return "the name '" + host + "' has no address";
        }
        return hasScope(host)
                ? "this machine has no interface '" + host.substring(host.indexOf('%') + 1) + "'"
                : "'" + host + "' is not an IP address";
    }

    /** For the name of a network device of this machine: which addresses to listen on instead. Else empty. */
    static Optional<String> device(String host) {
        try {
            NetworkInterface device = NetworkInterface.getByName(host);
            if (device == null) {
                return Optional.empty();
            }
            String addresses = device.inetAddresses().map(TcpHosts::written).collect(Collectors.joining(", "));
            return Optional.of("'" + host + "' is a network device; name one of its addresses instead: "
                    + (addresses.isEmpty() ? "it has none" : addresses));
        } catch (SocketException unknown) {
            return Optional.empty();
        }
    }

    /** As in an endpoint string: only a link-local address needs its scope. */
    private static String written(InetAddress address) {
        String text = new TcpAddress(address, 0).host();
        return address.isLinkLocalAddress() ? text : text.replaceFirst("%.*", "");
    }

    private static boolean isMeantAsLiteral(String host) {
        return host.contains(":") || FOUR_NUMBERS.matcher(host).matches();
    }

    private static boolean hasScope(String host) {
        int scope = host.indexOf('%');
        return scope > host.indexOf(':')
                && host.contains(":")
                && literal(host.substring(0, scope)).isPresent();
    }
}
