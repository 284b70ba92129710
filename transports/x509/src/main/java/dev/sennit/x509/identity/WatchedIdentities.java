package dev.sennit.x509.identity;

import dev.sennit.x509.pem.PemException;
import dev.sennit.x509.watch.Watch;
import java.util.Optional;
import java.util.Set;

/**
 * Identities whose files are watched: a connection that begins after a change gets the new one.
 *
 * <p>A change is one to the file's time, size or place, and so also a file renamed over the old one, or a symbolic link that
 * leads elsewhere, as in volumes of Kubernetes. It is taken over when it has come to rest for one period and the files fit
 * together; until then, and if they never do, the last good identity stays, and the log says once what is wrong
 * (WARNING). A file that disappears changes nothing; in a directory, its identity goes, unless it was the last.
 *
 * <p>The log also warns (WARNING) when 30, 7 and 1 days are left to a certificate, and every day after its end.
 */
public final class WatchedIdentities implements Identities, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(WatchedIdentities.class.getPackageName());

    private final IdentityShelf shelf; // but for the current ones, for the watch
    private final Watch watch;

    private WatchedIdentities(IdentityShelf shelf, WatchSettings settings) {
        this.shelf = shelf;
        this.watch = new Watch(settings.clock(), settings.worker(), settings.period(), shelf::look, LOG);
    }

    /**
     * Reads the files now, which blocks, and watches them from then on. Call where a timer of the clock may be set.
     *
     * @throws PemException if a file is unusable or there is no identity; names the file
     */
    public static WatchedIdentities start(IdentitySource source, WatchSettings settings) {
        IdentityShelf shelf = new IdentityShelf(source.lister(), settings.date());
        shelf.load();
        WatchedIdentities watched = new WatchedIdentities(shelf, settings);
        watched.watch.start();
        return watched;
    }

    @Override
    public Optional<Identity> choose(Optional<String> serverName, Set<KeyKind> acceptable) {
        return shelf.current().choose(serverName, acceptable);
    }

    @Override
    public boolean signsSlowly() {
        return shelf.current().signsSlowly();
    }

    /** Looks at the files soon, and takes over what has changed without waiting whether it changes further. From any thread. */
    public void reload() {
        watch.reload();
    }

    /** Ends the watch; the identities of now stay in use. Its timer ends when it is due. From any thread. */
    @Override
    public void close() {
        watch.close();
    }
}
