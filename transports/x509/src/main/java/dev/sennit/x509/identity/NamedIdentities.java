package dev.sennit.x509.identity;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses by name: the same name, else the wildcard over it, else the default; of those with that name, the first in the
 * order of {@link #BEST} whose kind the peer takes. Immutable, hence without waiting.
 */
final class NamedIdentities implements Identities {
    /** Cheapest signature first; of one kind, the one that is valid longer. */
    static final Comparator<Identity> BEST = Comparator.comparing((Identity identity) -> rank(identity.kind()))
            .thenComparing(identity -> identity.leaf().getNotAfter(), Comparator.reverseOrder());

    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private final Map<String, List<Identity>> byName;
    private final List<Identity> defaults;
    private final boolean signsSlowly;

    private NamedIdentities(Map<String, List<Identity>> byName, List<Identity> defaults) {
        this.byName = byName;
        this.defaults = sorted(defaults);
        this.signsSlowly = Stream.concat(
                        defaults.stream(), byName.values().stream().flatMap(List::stream))
                .anyMatch(identity -> identity.kind().signsSlowly());
    }

    /** The keys are names as {@link ServerName#pattern} takes them, or {@code *} for the default. */
    static NamedIdentities of(Map<String, ? extends Collection<Identity>> byName) {
        Map<String, List<Identity>> names = new HashMap<>();
        List<Identity> defaults = new ArrayList<>();
        byName.forEach((name, identities) -> {
            if (name.equals("*")) {
                defaults.addAll(identities);
            } else {
                names.computeIfAbsent(ServerName.pattern(name), any -> new ArrayList<>())
                        .addAll(identities);
            }
        });
        names.replaceAll((name, identities) -> sorted(identities));
        return new NamedIdentities(names, defaults);
    }

    /** By the names in the certificates; the default is the first and what has the same names as that. */
    static NamedIdentities of(List<Identity> identities) {
        Map<String, List<Identity>> names = new LinkedHashMap<>();
        for (Identity identity : identities) {
            for (String name : names(identity.leaf())) {
                ServerName.find(name).ifPresent(pattern -> names.computeIfAbsent(pattern, any -> new ArrayList<>())
                        .add(identity));
            }
        }
        names.replaceAll((name, found) -> sorted(found));
        return new NamedIdentities(names, defaults(identities));
    }

    private static List<Identity> defaults(List<Identity> identities) {
        if (identities.isEmpty()) {
            return List.of();
        }
        Identity first = identities.get(0);
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
            return Set.of(); // It is of use as the default only.
        }
        return names;
    }

    private static List<Identity> sorted(List<Identity> identities) {
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
    public Optional<Identity> choose(Optional<String> serverName, Set<KeyKind> acceptable) {
        if (serverName.isPresent()) {
            String name = ServerName.sent(serverName.get());
            Identity found = first(byName.getOrDefault(name, List.of()), acceptable);
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

    private static @Nullable Identity first(List<Identity> identities, Set<KeyKind> acceptable) {
        for (Identity identity : identities) {
            if (acceptable.contains(identity.kind())) {
                return identity;
            }
        }
        return null;
    }
}
