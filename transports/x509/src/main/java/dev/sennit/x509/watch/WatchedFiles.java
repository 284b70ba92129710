package dev.sennit.x509.watch;

import dev.sennit.x509.pem.PemException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is made of some files: the last good one, and what is known of them. For one thread at a time, but for
 * {@link #good}.
 */
public final class WatchedFiles<T> {
    /** What could not be read is tried again without a change too: rights are no part of a stamp. */
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
     * Prepares it; reads nothing yet.
     *
     * @param what the files make, for the log: "the last good ... stays in use"
     * @param paths files, and directories of them
     * @param reads makes it of the files as they are; throws {@link PemException} if they are unusable
     * @param log of the package that it is done for
     */
    public WatchedFiles(String what, List<Path> paths, Supplier<? extends T> reads, System.Logger log) {
        this.what = what;
        this.paths = paths;
        this.reads = reads;
        this.log = log;
    }

    /** The last that was good, if there was any; from any thread. */
    public Optional<T> good() {
        return Optional.ofNullable(good);
    }

    /**
     * Reads the files, whatever they are.
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
     * Reads the files if they have changed since they were read; answers whether something else is made of them now.
     *
     * @param atOnce without waiting until the change is as old as the last look
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

    /** The paths. */
    @Override
    public String toString() {
        return String.join(", ", paths.stream().map(Path::toString).toList());
    }
}
