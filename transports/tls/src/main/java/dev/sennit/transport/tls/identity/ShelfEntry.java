package dev.sennit.transport.tls.identity;

import dev.sennit.transport.tls.pem.PemException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One identity on the shelf: the last good one, and what is known of its files. For one thread at a time. */
final class ShelfEntry {
    private static final System.Logger LOG = System.getLogger(ShelfEntry.class.getPackageName());

    /** What could not be read is tried again without a change too: rights are no part of a stamp. */
    private static final int LOOKS_TO_RETRY = 6;

    private final IdentityFiles files;
    private @Nullable Identity good;
    private List<Optional<FileStamp>> goodStamp = List.of();
    private List<Optional<FileStamp>> lastStamp = List.of();
    private List<Optional<FileStamp>> refusedStamp = List.of();
    private @Nullable String problem;
    private int looksSinceRefusal;

    ShelfEntry(IdentityFiles files) {
        this.files = files;
    }

    Optional<Identity> good() {
        return Optional.ofNullable(good);
    }

    IdentityFiles files() {
        return files;
    }

    /**
     * Reads the files, whatever they are.
     *
     * @throws PemException if they are unusable
     */
    void load() {
        List<Optional<FileStamp>> before = FileStamp.of(files.paths());
        good = files.read();
        goodStamp = before;
        lastStamp = before;
        refusedStamp = List.of();
        problem = null;
    }

    /**
     * Reads the files if they have changed since they were read; answers whether there is another identity now.
     *
     * @param atOnce without waiting until the change is as old as the last look
     */
    boolean look(boolean atOnce) {
        List<Optional<FileStamp>> stamp = FileStamp.of(files.paths());
        boolean rests = stamp.equals(lastStamp);
        lastStamp = stamp;
        if (good != null && stamp.equals(goodStamp)) {
            problem = null;
            refusedStamp = List.of();
            return false;
        }
        boolean refused = stamp.equals(refusedStamp) && ++looksSinceRefusal < LOOKS_TO_RETRY;
        return (atOnce || (rests && !refused)) && replace(stamp);
    }

    private boolean replace(List<Optional<FileStamp>> stamp) {
        try {
            boolean first = good == null;
            load();
            LOG.log(Level.INFO, first ? "{0}: new, {1}" : "{0}: changed, now {1}", files, good);
            return true;
        } catch (PemException e) {
            refusedStamp = stamp;
            looksSinceRefusal = 0;
            if (!String.valueOf(e.getMessage()).equals(problem)) {
                problem = String.valueOf(e.getMessage());
                LOG.log(
                        Level.WARNING,
                        good == null
                                ? "not used, a certificate or key is unusable: {0}"
                                : "the last good certificate stays in use, the new one is unusable: {0}",
                        problem);
            }
            return false;
        }
    }
}
