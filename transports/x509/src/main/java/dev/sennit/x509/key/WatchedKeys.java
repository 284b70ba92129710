package dev.sennit.x509.key;

import dev.sennit.x509.pem.PemException;
import dev.sennit.x509.watch.Watch;
import dev.sennit.x509.watch.WatchedFiles;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Certified keys whose files are watched: a connection that begins after a change gets the new key.
 *
 * <p>A file has changed when its time, its size or its place is another: it was written, another file was renamed over it, or a
 * symbolic link on its path leads elsewhere, as in volumes of Kubernetes. New files are used when two consecutive looks see
 * them unchanged and they fit together. Until then the last good key stays in use, and the log says once what is wrong
 * (WARNING). When a file disappears, its key stays in use; in a directory, the key is dropped, unless it is the last one.
 *
 * <p>The log also warns (WARNING) when a certificate has 30, 7 and 1 days left, and every day after it has expired.
 */
public final class WatchedKeys implements KeySelector, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(WatchedKeys.class.getPackageName());

    private final KeySource.Lister lister;
    private final InstantSource date;
    private final Watch watch;
    private volatile KeySelector current = KeySelector.none();
    // The rest is used by one look at a time.
    private final ExpiryWarnings expiry = new ExpiryWarnings();
    private final Set<String> loggedProblems = new HashSet<>();
    private Map<List<Path>, Entry> entries = new LinkedHashMap<>();

    private WatchedKeys(KeySource.Lister lister, WatchSettings settings) {
        this.lister = lister;
        this.date = settings.date();
        this.watch = new Watch(settings.clock(), settings.worker(), settings.period(), this::look, LOG);
    }

    /**
     * Reads the files now, which blocks, and watches them from then on. Must be called on a thread that may set timers of the
     * clock.
     *
     * @throws PemException if a file is unusable or there is no key; names the file
     */
    public static WatchedKeys start(KeySource source, WatchSettings settings) {
        WatchedKeys keys = new WatchedKeys(source.lister(), settings);
        keys.load();
        keys.watch.start();
        return keys;
    }

    @Override
    public Optional<CertifiedKey> choose(Optional<String> serverName, Set<KeyKind> acceptable) {
        return current.choose(serverName, acceptable);
    }

    @Override
    public boolean signsSlowly() {
        return current.signsSlowly();
    }

    /** Looks at the files soon, and uses changed files at once, without a second look. From any thread. */
    public void reload() {
        watch.reload();
    }

    /** Ends the watch; the current keys stay in use. From any thread. */
    @Override
    public void close() {
        watch.close();
    }

    private void load() {
        for (KeyFiles files : lister.list(problem -> {
            throw problem;
        })) {
            Entry entry = Entry.of(files);
            entry.key().load();
            entries.put(files.paths(), entry);
        }
        publish();
        expiry.check(entries.values(), date.instant());
    }

    /** Reads the files that have changed; with atOnce it does not wait for a second look. */
    private void look(boolean atOnce) {
        boolean changed = list();
        for (Entry entry : entries.values()) {
            changed |= entry.key().look(atOnce);
        }
        if (changed) {
            publish();
        }
        expiry.check(entries.values(), date.instant());
    }

    /** Adds new files and drops those that are no longer listed; returns whether any was dropped. */
    private boolean list() {
        Map<List<Path>, Entry> listed = new LinkedHashMap<>();
        Set<String> problems = new HashSet<>();
        try {
            for (KeyFiles files : lister.list(problem -> problems.add(String.valueOf(problem.getMessage())))) {
                Entry entry = entries.get(files.paths());
                listed.put(files.paths(), entry == null ? Entry.of(files) : entry);
            }
        } catch (PemException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        log(problems);
        boolean remains =
                listed.values().stream().anyMatch(entry -> entry.key().good().isPresent());
        if (!remains) {
            entries.forEach(listed::putIfAbsent);
        }
        List<Entry> before = List.copyOf(entries.values());
        entries = listed;
        return !listed.values().containsAll(before);
    }

    private void log(Set<String> problems) {
        loggedProblems.retainAll(problems);
        for (String problem : problems) {
            if (loggedProblems.add(problem)) {
                LOG.log(Level.WARNING, "not used, and the certificates known so far stay in use: {0}", problem);
            }
        }
    }

    private void publish() {
        current = NamedKeys.of(entries.values().stream()
                .map(entry -> entry.key().good())
                .flatMap(Optional::stream)
                .toList());
    }

    /** One key and its files. */
    private record Entry(KeyFiles files, WatchedFiles<CertifiedKey> key) {
        static Entry of(KeyFiles files) {
            return new Entry(files, new WatchedFiles<>("certificate", files.paths(), files::read, LOG));
        }
    }

    /** Warns once each when a chain has 30, 7 and 1 days left, and once a day after it has expired. */
    private static final class ExpiryWarnings {
        private static final Duration DAY = Duration.ofDays(1);
        private static final Duration WEEK = Duration.ofDays(7);
        private static final Duration MONTH = Duration.ofDays(30);

        private Map<CertifiedKey, Warned> warned = new HashMap<>();

        void check(Collection<Entry> entries, Instant now) {
            Map<CertifiedKey, Warned> next = new HashMap<>();
            for (Entry entry : entries) {
                entry.key().good().ifPresent(key -> {
                    Warned last = check(entry.files(), key, warned.get(key), now);
                    if (last != null) {
                        next.put(key, last);
                    }
                });
            }
            warned = next;
        }

        private static @Nullable Warned check(KeyFiles files, CertifiedKey key, @Nullable Warned last, Instant now) {
            X509Certificate first = firstToExpire(key);
            Instant end = first.getNotAfter().toInstant();
            Urgency urgency = Urgency.of(Duration.between(now, end));
            boolean news = last == null || urgency.compareTo(last.urgency()) > 0;
            boolean daily = last != null
                    && urgency == Urgency.EXPIRED
                    && Duration.between(last.when(), now).compareTo(DAY) >= 0;
            if (urgency == Urgency.NONE || !(news || daily)) {
                return last;
            }
            LOG.log(
                    Level.WARNING,
                    "{0}: the certificate ''{1}'' {2} {3}",
                    files,
                    first.getSubjectX500Principal(),
                    urgency == Urgency.EXPIRED ? "has expired on" : "expires on",
                    end.toString());
            return new Warned(urgency, now);
        }

        private static X509Certificate firstToExpire(CertifiedKey key) {
            return key.chain().stream()
                    .min(Comparator.comparing(X509Certificate::getNotAfter))
                    .orElseThrow();
        }

        private record Warned(Urgency urgency, Instant when) {}

        private enum Urgency {
            NONE,
            MONTH_LEFT,
            WEEK_LEFT,
            DAY_LEFT,
            EXPIRED;

            static Urgency of(Duration left) {
                if (left.isNegative()) {
                    return EXPIRED;
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
}
