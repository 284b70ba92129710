package dev.sennit.socks.server;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets the entry which was not used for the longest time when it has too many. */
final class RecentMap<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;

    private final int most;

    RecentMap(int most) {
        super(16, 0.75f, true);
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
