package dev.sennit.x509.watch;

import dev.sennit.x509.pem.PemException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is read from files, and read again when they change. It remembers the last good value. For one thread at a time,
 * except {@link #good}.
 */
public final class WatchedFiles<T> {
    /** Unusable files are read again even if they have not changed: a stamp does not show permissions. */
    private static final int LOOKS_TO_RETRY = 6;

    private final String what;
    private final List<Path> paths;
    private final Supplier<? extends T> reads;
    private final System.Logger log;
    private volatile @Nullable T good;
    private List<Optional<FileStamp>> goodStamp = List.of();
    private List<Optional<FileStamp>> lastStamp = List.of();
    private List<Optional<FileStamp>> refusedStamp = List.of();
    private @Nullable String problem;
    private int looksSinceRefusal;

    /**
     * Makes it; reads nothing yet.
     *
     * @param what the noun for the value in the log: "the last good ... stays in use"
     * @param paths the files and directories
     * @param reads reads the value; throws {@link PemException} if the files are unusable
     * @param log the log of the package that watches
     */
    public WatchedFiles(String what, List<Path> paths, Supplier<? extends T> reads, System.Logger log) {
        this.what = what;
        this.paths = paths;
        this.reads = reads;
        this.log = log;
    }

    /** Returns the last good value, if there is one. From any thread. */
    public Optional<T> good() {
        return Optional.ofNullable(good);
    }

    /**
     * Reads the files, whether or not they have changed.
     *
     * @throws PemException if they are unusable
     */
    public void load() {
        List<Optional<FileStamp>> before = FileStamp.of(paths);
        good = reads.get();
        goodStamp = before;
        lastStamp = before;
        refusedStamp = List.of();
        problem = null;
    }

    /**
     * Reads the files if they have changed; returns whether the value is another now.
     *
     * @param atOnce whether to read them at the first look that finds a change, and not at the second
     */
    public boolean look(boolean atOnce) {
        List<Optional<FileStamp>> stamp = FileStamp.of(paths);
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
            log.log(Level.INFO, first ? "{0}: new, {1}" : "{0}: changed, now {1}", this, good);
            return true;
        } catch (PemException e) {
            refusedStamp = stamp;
            looksSinceRefusal = 0;
            if (!String.valueOf(e.getMessage()).equals(problem)) {
                problem = String.valueOf(e.getMessage());
                log.log(
                        Level.WARNING,
                        good == null
                                ? "not used, a {0} is unusable: {1}"
                                : "the last good {0} stays in use, the new one is unusable: {1}",
                        what,
                        problem);
            }
            return false;
        }
    }

    /** Returns the paths. */
    @Override
    public String toString() {
        return String.join(", ", paths.stream().map(Path::toString).toList());
    }
}
