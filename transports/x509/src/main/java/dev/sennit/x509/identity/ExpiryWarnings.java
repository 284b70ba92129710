package dev.sennit.x509.identity;

import java.lang.System.Logger.Level;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Warns once each when 30, 7 and 1 days are left to a chain, and once a day after its end. For one thread at a time. */
final class ExpiryWarnings {
    private static final System.Logger LOG = System.getLogger(ExpiryWarnings.class.getPackageName());

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MONTH = Duration.ofDays(30);

    private Map<Identity, Warned> warned = new HashMap<>();

    void look(Collection<ShelfEntry> entries, Instant now) {
        Map<Identity, Warned> next = new HashMap<>();
        for (ShelfEntry entry : entries) {
            entry.identity().good().ifPresent(identity -> {
                Warned last = look(entry.files(), identity, warned.get(identity), now);
                if (last != null) {
                    next.put(identity, last);
                }
            });
        }
        warned = next;
    }

    private static @Nullable Warned look(IdentityFiles files, Identity identity, @Nullable Warned last, Instant now) {
        X509Certificate first = firstToEnd(identity);
        Instant end = first.getNotAfter().toInstant();
        Urgency urgency = Urgency.of(Duration.between(now, end));
        boolean news = last == null || urgency.compareTo(last.urgency()) > 0;
        boolean daily = last != null
                && urgency == Urgency.ENDED
                && Duration.between(last.when(), now).compareTo(DAY) >= 0;
        if (urgency == Urgency.NONE || !(news || daily)) {
            return last;
        }
        LOG.log(
                Level.WARNING,
                "{0}: the certificate ''{1}'' {2} {3}",
                files,
                first.getSubjectX500Principal(),
                urgency == Urgency.ENDED ? "has expired on" : "expires on",
                end.toString());
        return new Warned(urgency, now);
    }

    private static X509Certificate firstToEnd(Identity identity) {
        return identity.chain().stream()
                .min(Comparator.comparing(X509Certificate::getNotAfter))
                .orElseThrow();
    }

    private record Warned(Urgency urgency, Instant when) {}

    private enum Urgency {
        NONE,
        MONTH_LEFT,
        WEEK_LEFT,
        DAY_LEFT,
        ENDED;

        static Urgency of(Duration left) {
            if (left.isNegative()) {
                return ENDED;
            }
            if (left.compareTo(DAY) <= 0) {
                return DAY_LEFT;
            }
            if (left.compareTo(WEEK) <= 0) {
                return WEEK_LEFT;
            }
            return left.compareTo(MONTH) <= 0 ? MONTH_LEFT : NONE;
        }
    }
}
