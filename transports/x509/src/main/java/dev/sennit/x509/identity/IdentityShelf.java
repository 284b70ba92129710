package dev.sennit.x509.identity;

import dev.sennit.x509.pem.PemException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The identities of a source as they were at the last look. One thread at a time looks; {@link #current} is for all. */
final class IdentityShelf {
    private static final System.Logger LOG = System.getLogger(IdentityShelf.class.getPackageName());

    private final IdentitySource.Lister lister;
    private final InstantSource date;
    private final ExpiryWarnings expiry = new ExpiryWarnings();
    private final Set<String> told = new HashSet<>();
    private Map<List<Path>, ShelfEntry> entries = new LinkedHashMap<>();
    private volatile Identities current = Identities.none();

    IdentityShelf(IdentitySource.Lister lister, InstantSource date) {
        this.lister = lister;
        this.date = date;
    }

    /** The choice among them. */
    Identities current() {
        return current;
    }

    /**
     * Reads all.
     *
     * @throws PemException if anything is unusable
     */
    void load() {
        for (IdentityFiles files : lister.list(problem -> {
            throw problem;
        })) {
            ShelfEntry entry = ShelfEntry.of(files);
            entry.identity().load();
            entries.put(files.paths(), entry);
        }
        publish();
        expiry.look(entries.values(), date.instant());
    }

    /**
     * Reads what has changed.
     *
     * @param atOnce without waiting until a change is as old as the last look
     */
    void look(boolean atOnce) {
        boolean changed = list();
        for (ShelfEntry entry : entries.values()) {
            changed |= entry.identity().look(atOnce);
        }
        if (changed) {
            publish();
        }
        expiry.look(entries.values(), date.instant());
    }

    /** Takes new ones up and lets those go that are no longer listed; answers whether any went. */
    private boolean list() {
        Map<List<Path>, ShelfEntry> listed = new LinkedHashMap<>();
        Set<String> problems = new HashSet<>();
        try {
            for (IdentityFiles files : lister.list(problem -> problems.add(String.valueOf(problem.getMessage())))) {
                ShelfEntry entry = entries.get(files.paths());
                listed.put(files.paths(), entry == null ? ShelfEntry.of(files) : entry);
            }
        } catch (PemException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        tell(problems);
        boolean remains = listed.values().stream()
                .anyMatch(entry -> entry.identity().good().isPresent());
        if (!remains) {
            entries.forEach(listed::putIfAbsent);
        }
        List<ShelfEntry> before = List.copyOf(entries.values());
        entries = listed;
        return !listed.values().containsAll(before);
    }

    private void tell(Set<String> problems) {
        told.retainAll(problems);
        for (String problem : problems) {
            if (told.add(problem)) {
                LOG.log(Level.WARNING, "not used, and the certificates known so far stay in use: {0}", problem);
            }
        }
    }

    private void publish() {
        List<Identity> good = new ArrayList<>();
        entries.values().stream()
                .map(entry -> entry.identity().good())
                .flatMap(Optional::stream)
                .forEach(good::add);
        current = NamedIdentities.of(good);
    }
}
