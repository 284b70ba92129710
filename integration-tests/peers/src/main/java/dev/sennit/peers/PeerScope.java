package dev.sennit.peers;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The peers of one test, or of one class; closing it ends them. */
final class PeerScope implements AutoCloseable {
    private final PeerRun run;
    private final List<Peer> peers = new CopyOnWriteArrayList<>();
    private final Map<String, Peer> byRole = new ConcurrentHashMap<>();
    private Optional<Path> folder = Optional.empty();

    PeerScope(PeerRun run) {
        this.run = run;
    }

    /** The peer of this role that is shared in this scope. */
    synchronized Peer shared(String role, boolean isLocal) throws InterruptedException {
        String key = isLocal ? role + " (local)" : role;
        Peer known = byRole.get(key);
        if (known == null) {
            known = add(run.start(run.role(role), isLocal, Map.of()));
            byRole.put(key, known);
        }
        return known;
    }

    /** The directory that is shared in this scope. */
    synchronized Path folder() {
        Path made = folder.orElseGet(run::newFolder);
        folder = Optional.of(made);
        return made;
    }

    Peer add(Peer peer) {
        peers.add(peer);
        return peer;
    }

    List<Peer> peers() {
        return peers;
    }

    @Override
    public void close() {
        peers.forEach(run::end);
        folder.ifPresent(PeerFiles::delete);
    }
}
