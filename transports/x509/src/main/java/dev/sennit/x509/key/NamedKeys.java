package dev.sennit.x509.key;

import java.net.IDN;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Selects by name: a key with the same name, else one with the wildcard over it, else the default. Of the keys with that name, it
 * selects the first in the order of {@link #BEST} whose kind the peer accepts. Immutable.
 */
final class NamedKeys implements KeySelector {
    /** The cheapest signature first; of one kind, the key that is valid longer. */
    static final Comparator<CertifiedKey> BEST = Comparator.comparing((CertifiedKey identity) -> rank(identity.kind()))
            .thenComparing(identity -> identity.leaf().getNotAfter(), Comparator.reverseOrder());

    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private final Map<String, List<CertifiedKey>> byName;
    private final List<CertifiedKey> defaults;
    private final boolean signsSlowly;

    NamedKeys(Map<String, List<CertifiedKey>> byName, List<CertifiedKey> defaults) {
        this.byName = byName;
        this.defaults = sorted(defaults);
        this.signsSlowly = Stream.concat(
                        defaults.stream(), byName.values().stream().flatMap(List::stream))
                .anyMatch(identity -> identity.kind().signsSlowly());
    }

    /** Selects by the names of the map, which {@link ServerName#pattern} reads; the name {@code *} has the default. */
    static NamedKeys of(Map<String, ? extends Collection<CertifiedKey>> byName) {
        Map<String, List<CertifiedKey>> names = new HashMap<>();
        List<CertifiedKey> defaults = new ArrayList<>();
        byName.forEach((name, identities) -> {
            if (name.equals("*")) {
                defaults.addAll(identities);
            } else {
                names.computeIfAbsent(ServerName.pattern(name), any -> new ArrayList<>())
                        .addAll(identities);
            }
        });
        names.replaceAll((name, identities) -> sorted(identities));
        return new NamedKeys(names, defaults);
    }

    /** Selects by the names in the certificates; the default is the first key and those with the same names. */
    static NamedKeys of(List<CertifiedKey> identities) {
        Map<String, List<CertifiedKey>> names = new LinkedHashMap<>();
        for (CertifiedKey identity : identities) {
            for (String name : names(identity.leaf())) {
                ServerName.find(name).ifPresent(pattern -> names.computeIfAbsent(pattern, any -> new ArrayList<>())
                        .add(identity));
            }
        }
        names.replaceAll((name, found) -> sorted(found));
        return new NamedKeys(names, defaults(identities));
    }

    private static List<CertifiedKey> defaults(List<CertifiedKey> identities) {
        if (identities.isEmpty()) {
            return List.of();
        }
        CertifiedKey first = identities.get(0);
        Set<String> names = names(first.leaf());
        return identities.stream()
                .filter(other -> other == first || names(other.leaf()).equals(names))
                .toList();
    }

    private static Set<String> names(X509Certificate certificate) {
        Set<String> names = new LinkedHashSet<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            for (List<?> name : all == null ? List.<List<?>>of() : all) {
                if (name.get(0) instanceof Integer kind && (kind == DNS_NAME || kind == IP_ADDRESS)) {
                    names.add(String.valueOf(name.get(1)));
                }
            }
        } catch (CertificateParsingException e) {
            return Set.of(); // Such a key can only be the default.
        }
        return names;
    }

    private static List<CertifiedKey> sorted(List<CertifiedKey> identities) {
        return identities.stream().sorted(BEST).toList();
    }

    private static int rank(KeyKind kind) {
        return switch (kind) {
            case ECDSA_P256 -> 0;
            case ED25519 -> 1;
            case ECDSA_P384 -> 2;
            case ED448 -> 3;
            case ECDSA_P521 -> 4;
            case RSA -> 5;
            case RSA_PSS -> 6;
        };
    }

    @Override
    public Optional<CertifiedKey> choose(Optional<String> serverName, Set<KeyKind> acceptable) {
        if (serverName.isPresent()) {
            String name = ServerName.sent(serverName.get());
            CertifiedKey found = first(byName.getOrDefault(name, List.of()), acceptable);
            if (found == null && name.indexOf('.') > 0) {
                found = first(byName.getOrDefault("*" + name.substring(name.indexOf('.')), List.of()), acceptable);
            }
            if (found != null) {
                return Optional.of(found);
            }
        }
        return Optional.ofNullable(first(defaults, acceptable));
    }

    @Override
    public boolean signsSlowly() {
        return signsSlowly;
    }

    private static @Nullable CertifiedKey first(List<CertifiedKey> identities, Set<KeyKind> acceptable) {
        for (CertifiedKey identity : identities) {
            if (acceptable.contains(identity.kind())) {
                return identity;
            }
        }
        return null;
    }

    /** The names of hosts in the form in which they are looked up: A-labels, lower case, no final dot. */
    private static final class ServerName {
        private static final Pattern VALID =
                Pattern.compile("(\\*\\.)?[a-z0-9_]([a-z0-9_-]{0,62})(\\.[a-z0-9_][a-z0-9_-]{0,62})*");

        private ServerName() {}

        /**
         * Returns the name that an administrator wrote, such as {@code example.org}, {@code *.example.org} or
         * {@code bücher.example}.
         *
         * @throws IllegalArgumentException if it is no host name
         */
        static String pattern(String text) {
            return find(text)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "'" + text + "' is not a host name such as example.org or *.example.org"));
        }

        /** Returns a name of a certificate; empty if no client could ask for it. */
        static Optional<String> find(String text) {
            boolean wildcard = text.startsWith("*.");
            String host = sent(wildcard ? text.substring(2) : text);
            try {
                boolean plain = host.chars().allMatch(c -> c < 0x80);
                String name = (wildcard ? "*." : "")
                        + (plain ? host : IDN.toASCII(host).toLowerCase(Locale.ROOT));
                return VALID.matcher(name).matches() && name.length() <= 253 ? Optional.of(name) : Optional.empty();
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        /** Returns the name that a client sent. RFC 6066, section 3, wants A-labels and no final dot; not all clients comply. */
        static String sent(String text) {
            String lower = text.toLowerCase(Locale.ROOT);
            return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        }
    }
}
