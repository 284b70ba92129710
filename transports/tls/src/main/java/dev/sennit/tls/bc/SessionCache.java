package dev.sennit.tls.bc;

import dev.sennit.tls.ResumptionSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.bouncycastle.tls.TlsSession;

/**
 * Sessions of TLS 1.2 that can be resumed: the latest few, for a while. Safe on any thread.
 *
 * @param <K> by what they are found: the session's id on a server, the server's name on a client
 */
final class SessionCache<K> {
    private final ResumptionSettings settings;
    private final LongSupplier nanoTime;
    private final Map<K, Kept> sessions;

    SessionCache(ResumptionSettings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.sessions = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Kept> eldest) {
                return size() > settings.kept();
            }
        };
    }

    /** Whether any is kept at all. */
    boolean isOn() {
        return settings.kept() > 0;
    }

    /** Keeps a session whose handshake has just been done in full. */
    synchronized void keep(K key, TlsSession session, Optional<String> serverName) {
        if (isOn() && session.isResumable()) {
            sessions.put(key, new Kept(session, serverName, nanoTime.getAsLong()));
        }
    }

    /** Finds a session that was made for this very server name and is not too old. */
    synchronized Optional<TlsSession> find(K key, Optional<String> serverName) {
        Kept kept = sessions.get(key);
        if (kept == null) {
            return Optional.empty();
        }
        boolean old = nanoTime.getAsLong() - kept.since() > settings.lifetime().toNanos();
        if (old || !kept.session().isResumable()) {
            sessions.remove(key);
            return Optional.empty();
        }
        return kept.serverName().equals(serverName) ? Optional.of(kept.session()) : Optional.empty();
    }

    private record Kept(TlsSession session, Optional<String> serverName, long since) {}
}
