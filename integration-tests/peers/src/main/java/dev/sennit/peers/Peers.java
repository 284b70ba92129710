package dev.sennit.peers;

import java.nio.file.Path;
import java.util.Map;

/** Starts peers by hand; whatever it started ends with the test, or with the class that it was injected into. */
public final class Peers {
    private final PeerRun run;
    private final PeerScope scope;
    private final boolean isLocal;

    Peers(PeerRun run, PeerScope scope) {
        this(run, scope, false);
    }

    private Peers(PeerRun run, PeerScope scope, boolean isLocal) {
        this.run = run;
        this.scope = scope;
        this.isLocal = isLocal;
    }

    /**
     * The same, but what it starts are processes of this machine, wherever other peers are: they can start programs of
     * the test's own, and their process ids are those that the test sees. {@link NeedsPeer#local} says what is needed.
     */
    public Peers local() {
        return new Peers(run, scope, true);
    }

    /**
     * Starts a peer and waits until it is ready.
     *
     * @param role one of those that {@link NeedsPeer} knows; if it cannot run here, the test is skipped or fails
     * @throws PeerFailed if it ends, or is not ready in time; nothing is left of it then
     */
    public Peer start(String role) throws InterruptedException {
        return start(role, Map.of());
    }

    /**
     * Starts a peer with an environment, such as {@code BACKEND} for a proxy, and waits until it is ready.
     *
     * @param environment what the launcher reads; {@code PORT0} … {@code PORT3} ask for certain ports of this machine
     * @throws PeerFailed if it ends, or is not ready in time; nothing is left of it then
     */
    public Peer start(String role, Map<String, String> environment) throws InterruptedException {
        return scope.add(run.start(run.role(role), isLocal, environment));
    }

    /** The name or address under which a peer reaches a server of the test that listens on {@link #testInterface}. */
    public String testHost() {
        return home().testHost();
    }

    /**
     * The address of this machine on which a server of the test has to listen for peers to reach it: 0.0.0.0 if
     * {@link #home} is {@link PeerHome#BRIDGE}, else 127.0.0.1.
     */
    public String testInterface() {
        return home() == PeerHome.BRIDGE ? "0.0.0.0" : "127.0.0.1";
    }

    /**
     * A directory that the test and its peers see under the same name, wherever they are: for keys and certificates, files
     * that a peer writes, and Unix sockets. It is empty at first, and gone after the test.
     */
    public Path folder() {
        return scope.folder();
    }

    /**
     * A name in Linux's abstract namespace that nobody else has, without an {@code @} or a zero before it. Where peers are
     * on the bridge the test is skipped, or fails if peers are required: the namespace goes with the network.
     *
     * @throws PeerFailed if peers are required, and have a namespace of their own
     */
    public String abstractName() {
        return run.newAbstractName(isLocal);
    }

    /** Where the peers that this starts are. */
    public PeerHome home() {
        return isLocal ? PeerHome.PROCESS : run.home();
    }
}
