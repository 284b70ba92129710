package dev.sennit.socks.server;

import dev.sennit.transport.bytes.Bytes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Slows logins down after wrong ones. Logins of a slowed peer or user name take turns, so that many at a time are no faster
 * than one after the other. A peer that has logged in under a user name does so again without a delay, so that wrong logins
 * of others do not lock it out; a wrong login of its own ends that.
 *
 * <p>Safe for use by several loops. Times are those of {@link dev.sennit.transport.time.Clock#nanoTime}.
 */
final class LoginThrottle {
    private final LoginLimits limits;
    private final Map<Bytes, History> peers;
    private final Map<Bytes, History> accounts;
    private final Map<Pair, Boolean> known;

    LoginThrottle(LoginLimits limits) {
        this.limits = limits;
        this.peers = new RecentMap<>(limits.remembered());
        this.accounts = new RecentMap<>(limits.remembered());
        this.known = new RecentMap<>(limits.remembered());
    }

    /** Returns how long a login has to wait for its turn, which is then taken; empty if that is too long. */
    synchronized Optional<Duration> turn(Bytes peer, Bytes account, long now) {
        if (known.get(new Pair(peer, account)) != null) {
            return Optional.of(Duration.ZERO);
        }
        History peerHistory = historyOf(peers, peer, now);
        History accountHistory = historyOf(accounts, account, now);
        long wait = Math.max(peerHistory.waitAt(now), accountHistory.waitAt(now));
        if (wait > limits.longestWait().toNanos()) {
            return Optional.empty();
        }
        peerHistory.takeTurn(now + wait);
        accountHistory.takeTurn(now + wait);
        return Optional.of(Duration.ofNanos(wait));
    }

    /** Notes that a login was right. */
    synchronized void right(Bytes peer, Bytes account) {
        known.put(new Pair(peer, account), true);
    }

    /** Notes that a login was wrong. */
    synchronized void wrong(Bytes peer, Bytes account, long now) {
        known.remove(new Pair(peer, account));
        historyOf(peers, peer, now).wrong(now);
        historyOf(accounts, account, now).wrong(now);
    }

    /** How many peers, user names and pairs of both are remembered, for tests. */
    synchronized int remembered() {
        return peers.size() + accounts.size() + known.size();
    }

    private History historyOf(Map<Bytes, History> histories, Bytes key, long now) {
        History history = histories.computeIfAbsent(key, none -> new History(now));
        history.forgetAt(now);
        return history;
    }

    private record Pair(Bytes peer, Bytes account) {}

    /** The wrong logins of one peer, or under one user name. */
    private final class History {
        private int wrong;
        private long lastWrong;
        private long nextTurn;

        private History(long now) {
            nextTurn = now;
        }

        private void forgetAt(long now) {
            if (wrong > 0 && now - lastWrong > limits.forget().toNanos()) {
                wrong = 0;
                nextTurn = now;
            }
        }

        private long waitAt(long now) {
            return Math.max(0, nextTurn - now);
        }

        private void takeTurn(long at) {
            nextTurn = at + limits.delayAfter(wrong).toNanos();
        }

        private void wrong(long now) {
            wrong = Math.min(wrong + 1, Integer.MAX_VALUE - 1);
            lastWrong = now;
            long earliest = now + limits.delayAfter(wrong).toNanos();
            nextTurn = earliest - nextTurn > 0 ? earliest : nextTurn;
        }
    }

    /** A map that forgets the entry which was not used for the longest time when it has too many. */
    private static final class RecentMap<K, V> extends LinkedHashMap<K, V> {
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
}
