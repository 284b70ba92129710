package dev.sennit.endpoint.schema;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Guesses which endpoint string is meant by a text that is none: a port, a host and a port, a URL, or a server that is
 * written as a client is. For error messages only; nothing is opened by a guess.
 */
public final class EndpointGuess {
    private static final String HOST = "(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,252})|\\[[0-9A-Fa-f:.]{2,45}\\])";
    private static final String PORT = "[0-9]{1,5}";
    private static final Pattern PLACE = Pattern.compile("(?:(?<host>" + HOST + "):)?(?<port>" + PORT + ")");
    // No '@': what stands before it may be a password, which a message must not repeat.
    private static final Pattern URL = Pattern.compile(
            "(?<scheme>[A-Za-z][A-Za-z0-9+.-]{0,20})://(?<place>" + HOST + "|(?:" + HOST + ":)?" + PORT
                    + ")(?:[/?#].*)?",
            Pattern.DOTALL);
    private static final Pattern CLIENT_FORM =
            Pattern.compile("(?<type>tcp|tcp4|tcp6|tls|ssl):(?<host>" + HOST + "):(?<port>" + PORT + ")");

    /** What a URL's scheme stands for: an endpoint type, and the port that it has where none is given. */
    private static final Map<String, Scheme> SCHEMES = Map.of(
            "tcp", new Scheme("tcp", null),
            "http", new Scheme("tcp", "80"),
            "ws", new Scheme("tcp", "80"),
            "tls", new Scheme("tls", null),
            "ssl", new Scheme("tls", null),
            "https", new Scheme("tls", "443"),
            "wss", new Scheme("tls", "443"));

    private EndpointGuess() {}

    private record Scheme(String type, @Nullable String port) {}

    /**
     * Guesses what a text means.
     *
     * @return an endpoint string for the role, or empty where the text resembles none
     */
    public static Optional<String> of(EndpointRole role, String text) {
        if (role != EndpointRole.SERVER && role != EndpointRole.CLIENT) {
            return Optional.empty();
        }
        Matcher url = URL.matcher(text);
        if (url.matches()) {
            return ofUrl(role, url.group("scheme").toLowerCase(Locale.ROOT), url.group("place"));
        }
        Matcher place = PLACE.matcher(text);
        if (place.matches()) {
            String host = place.group("host");
            return host == null || role == EndpointRole.CLIENT || isSurelyHost(host)
                    ? Optional.of(written(role, "tcp", host, place.group("port")))
                    : Optional.empty();
        }
        Matcher client = CLIENT_FORM.matcher(text);
        return role == EndpointRole.SERVER
                        && client.matches()
                        && !client.group("host").matches(PORT)
                ? Optional.of(written(role, client.group("type"), client.group("host"), client.group("port")))
                : Optional.empty();
    }

    /** Tells a host from a word that may as well be a misspelt type. */
    private static boolean isSurelyHost(String host) {
        return host.equals("localhost") || host.contains(".") || host.startsWith("[");
    }

    private static Optional<String> ofUrl(EndpointRole role, String name, String authority) {
        Scheme scheme = SCHEMES.get(name);
        if (scheme == null) {
            return Optional.empty();
        }
        Matcher place = PLACE.matcher(authority);
        if (place.matches()) {
            return Optional.of(written(role, scheme.type(), place.group("host"), place.group("port")));
        }
        return Optional.ofNullable(scheme.port()).map(port -> written(role, scheme.type(), authority, port));
    }

    private static String written(EndpointRole role, String type, @Nullable String host, String port) {
        if (role == EndpointRole.CLIENT) {
            return type + ":" + (host == null ? "localhost" : host) + ":" + port;
        }
        return type + ":" + port + (host == null ? "" : ":interface=" + host);
    }
}
