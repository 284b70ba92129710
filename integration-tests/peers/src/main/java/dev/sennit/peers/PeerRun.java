package dev.sennit.peers;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.opentest4j.TestAbortedException;

/** What a run of tests shares: the place of the peers, which of them live, and the table that is printed at its end. */
final class PeerRun implements AutoCloseable {
    private static final Duration READY_LIMIT = Duration.ofSeconds(20);

    private final PeerFiles files;
    private final Map<String, Role> roles;
    private final boolean isRequired;
    private final Placement placement;
    private final Placement local;
    private final Duration readyLimit;
    private final PrintStream out;
    private final PeerTable table = new PeerTable();
    private final AtomicBoolean isClosed = new AtomicBoolean();
    private final Set<Peer> live = ConcurrentHashMap.newKeySet();
    private final Thread hook = new Thread(this::closeAll, "peers-end");

    /** Makes a run; local is where peers are that have to be processes of this machine. */
    PeerRun(
            PeerFiles files,
            Placement placement,
            Place local,
            boolean isRequired,
            Duration readyLimit,
            PrintStream out) {
        this.local = Placement.in(local);
        this.files = files;
        this.roles = Role.table(files.text("run"));
        this.isRequired = isRequired;
        this.placement = placement;
        this.readyLimit = readyLimit;
        this.out = out;
        // For a run that is ended from outside; after SIGKILL the next run removes what is left.
        Runtime.getRuntime().addShutdownHook(hook);
    }

    static PeerRun with(PeerSettings settings) {
        PeerFiles files = PeerFiles.unpack();
        try {
            Placement placement = Placement.choose(settings, files);
            return new PeerRun(
                    files, placement, new ProcessPlace(files), settings.isRequired(), READY_LIMIT, System.out);
        } catch (RuntimeException failed) {
            files.close();
            throw failed;
        }
    }

    Role role(String name) {
        Role role = roles.get(name);
        if (role == null) {
            throw new IllegalArgumentException("there is no peer '" + name + "', wanted one of " + roles.keySet());
        }
        return role;
    }

    PeerHome home() {
        return placement.place().map(Place::home).orElse(PeerHome.PROCESS);
    }

    /**
     * Why this role cannot run, for a skip; empty if it can.
     *
     * @throws PeerFailed if it cannot, though peers are required
     */
    Optional<String> lack(String name, boolean isLocal) {
        Role role = role(name);
        Placement at = placement(isLocal);
        Optional<String> lack = at.place().isPresent() ? at.place().get().lack(role) : Optional.of(at.reason());
        Optional<String> reason = lack.map(why -> at.reason().equals(why) ? why : why + at.suffix());
        reason.ifPresent(why -> table.skipped(entry(name, isLocal), why));
        if (reason.isPresent() && isRequired) {
            throw new PeerFailed("the peer " + name + " is required: " + reason.get());
        }
        return reason.map(why -> "no peer " + name + ": " + why);
    }

    Peer start(Role role, boolean isLocal, Map<String, String> environment) throws InterruptedException {
        if (roles.containsKey(role.name())) {
            lack(role.name(), isLocal).ifPresent(why -> {
                throw new TestAbortedException(why);
            });
        }
        Placement at = placement(isLocal);
        Place place = at.place().orElseThrow(() -> new TestAbortedException(at.reason()));
        Peer peer = new Peer(role.name(), place.home(), place.start(role, environment, readyLimit));
        live.add(peer);
        table.ran(entry(role.name(), isLocal), place.home());
        return peer;
    }

    /**
     * A name in the abstract namespace that nobody else has.
     *
     * @throws PeerFailed if the peers do not see this machine's, though peers are required
     */
    String newAbstractName(boolean isLocal) {
        if (!isLocal && home() == PeerHome.BRIDGE) {
            String why = "abstract names belong to a network, and peers on the bridge have one of their own";
            if (isRequired) {
                throw new PeerFailed(why);
            }
            throw new TestAbortedException(why);
        }
        return files.newName();
    }

    /** A new directory that the test and peers see under the same name. */
    Path newFolder() {
        if (!PeerFiles.CAN_BE_SHARED) {
            throw new TestAbortedException("no directory here can have the same name in a container");
        }
        return files.newSharedFolder();
    }

    void end(Peer peer) {
        peer.close();
        live.remove(peer);
    }

    @Override
    public void close() {
        if (!isClosed.compareAndSet(false, true)) {
            return;
        }
        closeAll();
        table.print(out);
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // Then the hook runs too, and finds nothing to do.
        }
    }

    private Placement placement(boolean isLocal) {
        return isLocal ? local : placement;
    }

    /** What the table calls it; a role may be in two places. */
    private String entry(String role, boolean isLocal) {
        return isLocal && home() != PeerHome.PROCESS ? role + " (local)" : role;
    }

    private void closeAll() {
        live.forEach(this::end);
        files.close();
    }
}
