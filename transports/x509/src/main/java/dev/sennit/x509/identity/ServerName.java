package dev.sennit.x509.identity;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names of hosts in the form in which they are looked up: A-labels, lower case, no final dot. */
final class ServerName {
    private static final Pattern VALID =
            Pattern.compile("(\\*\\.)?[a-z0-9_]([a-z0-9_-]{0,62})(\\.[a-z0-9_][a-z0-9_-]{0,62})*");

    private ServerName() {}

    /**
     * Reads a name that an administrator wrote, such as {@code example.org}, {@code *.example.org} or
     * {@code bücher.example}.
     *
     * @throws IllegalArgumentException if it is none
     */
    static String pattern(String text) {
        return find(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + text + "' is not a host name such as example.org or *.example.org"));
    }

    /** Likewise for a name that stands in a certificate; empty if it is none that a client could ask for. */
    static Optional<String> find(String text) {
        boolean wildcard = text.startsWith("*.");
        String host = sent(wildcard ? text.substring(2) : text);
        try {
            boolean plain = host.chars().allMatch(c -> c < 0x80);
            String name =
                    (wildcard ? "*." : "") + (plain ? host : IDN.toASCII(host).toLowerCase(Locale.ROOT));
            return VALID.matcher(name).matches() && name.length() <= 253 ? Optional.of(name) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What a client sent (RFC 6066, section 3: A-labels, no final dot; not all keep to that). */
    static String sent(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
