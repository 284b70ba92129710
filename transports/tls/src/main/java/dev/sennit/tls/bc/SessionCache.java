package dev.sennit.tls.bc;

import dev.sennit.tls.ResumptionSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.bouncycastle.tls.TlsSession;

/**
 * The latest sessions of TLS 1.2 that can be resumed, for a limited time. Safe on any thread.
 *
 * @param <K> the type of their keys: the session's id on a server, the server's name on a client
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

    /** Returns whether sessions are kept. */
    boolean isOn() {
        return settings.kept() > 0;
    }

    /** Keeps a session after its full handshake. */
    synchronized void keep(K key, TlsSession session, Optional<String> serverName) {
        if (isOn() && session.isResumable()) {
            sessions.put(key, new Kept(session, serverName, nanoTime.getAsLong()));
        }
    }

    /** Finds a session that was made for the same server name and has not expired. */
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
