package dev.sennit.x509.trust;

import dev.sennit.x509.key.WatchSettings;
import dev.sennit.x509.watch.Watch;
import dev.sennit.x509.watch.WatchedFiles;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.security.auth.x500.X500Principal;

/**
 * Trust whose files are watched: after a change, certificates are checked by the new authorities and revocation lists. A change is
 * noticed and used as {@link dev.sennit.x509.key.WatchedKeys} says. While the files are unusable, the last good ones decide, and
 * the log says once what is wrong (WARNING).
 */
public final class WatchedTrust implements Trust, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(WatchedTrust.class.getPackageName());

    private final WatchedFiles<Trust> files;
    private final Watch watch;

    private WatchedTrust(WatchedFiles<Trust> files, WatchSettings settings) {
        this.files = files;
        this.watch =
                new Watch(settings.clock(), settings.worker(), settings.period(), atOnce -> files.look(atOnce), LOG);
    }

    /**
     * Reads the files now, which blocks, and watches them from then on. Must be called on a thread that may set timers of the
     * clock.
     *
     * @param reads makes a trust of the files as they are, such as {@code () -> Trust.pem(file)}
     * @param watched the files and directories that it reads
     * @throws dev.sennit.x509.pem.PemException if a file is unusable; the message names it
     */
    public static WatchedTrust start(Supplier<? extends Trust> reads, List<Path> watched, WatchSettings settings) {
        WatchedFiles<Trust> files = new WatchedFiles<>("trust", List.copyOf(watched), reads, LOG);
        files.load();
        WatchedTrust trust = new WatchedTrust(files, settings);
        trust.watch.start();
        return trust;
    }

    @Override
    public void checkServer(List<X509Certificate> chain, String name) {
        current().checkServer(chain, name);
    }

    @Override
    public void checkClient(List<X509Certificate> chain) {
        current().checkClient(chain);
    }

    @Override
    public List<X500Principal> acceptedIssuers() {
        return current().acceptedIssuers();
    }

    @Override
    public boolean mayBlock() {
        return current().mayBlock();
    }

    /** Looks at the files soon, and uses changed files at once, without a second look. From any thread. */
    public void reload() {
        watch.reload();
    }

    /** Ends the watch; the current authorities stay in use. From any thread. */
    @Override
    public void close() {
        watch.close();
    }

    /** Returns the paths. */
    @Override
    public String toString() {
        return files.toString();
    }

    private Trust current() {
        return files.good().orElseThrow();
    }
}
