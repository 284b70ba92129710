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
 * Trust whose files are watched: a certificate that is judged after a change is judged by the new authorities and
 * revocation lists. What is a change, and when it is taken over, is as with
 * {@link dev.sennit.x509.key.WatchedKeys}; while the files are unusable the last good ones decide, and
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
     * Reads the files now, which blocks, and watches them from then on. Call where a timer of the clock may be set.
     *
     * @param reads makes the judge of the files as they are, such as {@code () -> Trust.pem(file)}
     * @param watched the files that it reads, and directories of them
     * @throws dev.sennit.x509.pem.PemException if a file is unusable; names it
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

    /** Looks at the files soon, and takes over what has changed without waiting whether it changes further. From any thread. */
    public void reload() {
        watch.reload();
    }

    /** Ends the watch; the authorities of now stay in use. Its timer ends when it is due. From any thread. */
    @Override
    public void close() {
        watch.close();
    }

    /** The files. */
    @Override
    public String toString() {
        return files.toString();
    }

    private Trust current() {
        return files.good().orElseThrow();
    }
}
