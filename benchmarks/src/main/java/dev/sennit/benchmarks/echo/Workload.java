package dev.sennit.benchmarks.echo;

/** A case: how many connections, and how long a message is. */
enum Workload {
    PING("ping", 64, 128, 1),
    BULK_16K("bulk16k", 8, 16 * 1024, 1),
    BULK_256K("bulk256k", 8, 256 * 1024, 10),
    /** Connections that had a few messages and then keep still. */
    IDLE("idle", 10_000, 128, 1);

    private final String label;
    private final int connections;
    private final int messageBytes;
    private final int share;

    Workload(String label, int connections, int messageBytes, int share) {
        this.label = label;
        this.connections = connections;
        this.messageBytes = messageBytes;
        this.share = share;
    }

    static Workload named(String label) {
        for (Workload one : values()) {
            if (one.label.equals(label)) {
                return one;
            }
        }
        throw new IllegalArgumentException("no case is named '" + label + "'");
    }

    int connections() {
        return connections;
    }

    /** How many round trips stand for this many of 128 bytes. */
    long requests(long ofSmallOnes) {
        return Math.max(1, ofSmallOnes / share);
    }

    /** What the load is told to open on a server's port. */
    String openOn(String port) {
        return "open " + port + " " + connections + " " + messageBytes;
    }

    @Override
    public String toString() {
        return label + ": " + connections + " connections, messages of " + messageBytes + " bytes";
    }
}
