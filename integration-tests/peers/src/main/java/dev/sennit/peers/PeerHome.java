package dev.sennit.peers;

import java.util.Locale;

/**
 * Where peers run, for a whole run of tests. The configuration parameter {@code peers.home} (a system property, or a line
 * of {@code junit-platform.properties}) names one in lower case; {@code auto}, the default, is a container if an engine
 * answers and has the image, on the host's network where the engine can, and else a local process.
 */
public enum PeerHome {
    /** A container on the network of this machine: Linux with an engine of its own. */
    HOST("container on the host's network", "127.0.0.1"),

    /** A container on a network of its own, its ports published on this machine's loopback address. */
    BRIDGE("container on the bridge", "host.docker.internal"),

    /** A process of this machine, from programs that are installed on it. */
    PROCESS("local process", "127.0.0.1");

    private final String inWords;
    private final String testHost;

    PeerHome(String inWords, String testHost) {
        this.inWords = inWords;
        this.testHost = testHost;
    }

    /** The name or address under which a peer at home here reaches the test's own servers. */
    String testHost() {
        return testHost;
    }

    boolean isContainer() {
        return this != PROCESS;
    }

    @Override
    public String toString() {
        return inWords;
    }

    static PeerHome named(String name) {
        for (PeerHome home : values()) {
            if (home.name().toLowerCase(Locale.ROOT).equals(name)) {
                return home;
            }
        }
        throw new IllegalArgumentException("peers.home is '" + name + "', wanted auto, host, bridge or process");
    }
}
