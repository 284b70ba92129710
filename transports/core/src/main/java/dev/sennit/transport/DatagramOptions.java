package dev.sennit.transport;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a datagram socket is opened. Immutable: each {@code with} method returns changed options.
 */
public final class DatagramOptions {
    /** The highest limit of a datagram's length. */
    public static final int MOST_RECEIVED_BYTES = 256 * 1024 - 1;

    /** No peer, 65,536 bytes, the default limits and file, no shared port, no broadcast. */
    public static final DatagramOptions DEFAULT =
            new DatagramOptions(null, 64 * 1024, SendLimits.DEFAULT, SocketFile.DEFAULT, false, false);

    private final @Nullable Address peer;
    private final int receiveLimitBytes;
    private final SendLimits sending;
    private final SocketFile file;
    private final boolean reuseAddress;
    private final boolean broadcast;

    private DatagramOptions(
            @Nullable Address peer,
            int receiveLimitBytes,
            SendLimits sending,
            SocketFile file,
            boolean reuseAddress,
            boolean broadcast) {
        if (receiveLimitBytes < 1 || receiveLimitBytes > MOST_RECEIVED_BYTES) {
            throw new IllegalArgumentException(
                    "receiveLimitBytes must be 1 to " + MOST_RECEIVED_BYTES + ", not " + receiveLimitBytes);
        }
        this.peer = peer;
        this.receiveLimitBytes = receiveLimitBytes;
        this.sending = sending;
        this.file = file;
        this.reuseAddress = reuseAddress;
        this.broadcast = broadcast;
    }

    /** Returns the only address that the socket sends to and receives from; empty if it talks to any address. */
    public Optional<Address> peer() {
        return Optional.ofNullable(peer);
    }

    /** Returns these options with the only address to talk to. */
    public DatagramOptions withPeer(Address value) {
        return new DatagramOptions(value, receiveLimitBytes, sending, file, reuseAddress, broadcast);
    }

    /** Returns the longest datagram that is delivered, 1 to {@value #MOST_RECEIVED_BYTES} bytes. */
    public int receiveLimitBytes() {
        return receiveLimitBytes;
    }

    /** Returns these options with another longest datagram, 1 to {@value #MOST_RECEIVED_BYTES} bytes. */
    public DatagramOptions withReceiveLimitBytes(int value) {
        return new DatagramOptions(peer, value, sending, file, reuseAddress, broadcast);
    }

    /** Returns how much may wait to be sent. */
    public SendLimits sending() {
        return sending;
    }

    /** Returns these options with other limits of what waits to be sent. */
    public DatagramOptions withSending(SendLimits value) {
        return new DatagramOptions(peer, receiveLimitBytes, value, file, reuseAddress, broadcast);
    }

    /** Returns the rights and the lock of the file at which a Unix socket receives. */
    public SocketFile file() {
        return file;
    }

    /** Returns these options with other rights and lock of a Unix socket's file. */
    public DatagramOptions withFile(SocketFile value) {
        return new DatagramOptions(peer, receiveLimitBytes, sending, value, reuseAddress, broadcast);
    }

    /** Returns whether a UDP port is shared with other sockets that ask for that too (SO_REUSEADDR), as listeners to one
     * multicast group do. The system chooses which socket receives a datagram. */
    public boolean reuseAddress() {
        return reuseAddress;
    }

    /** Returns these options with the UDP port shared or not. */
    public DatagramOptions withReuseAddress(boolean value) {
        return new DatagramOptions(peer, receiveLimitBytes, sending, file, value, broadcast);
    }

    /** Returns whether UDP may be sent to all hosts of a network at once (SO_BROADCAST). */
    public boolean broadcast() {
        return broadcast;
    }

    /** Returns these options with broadcast on or off. */
    public DatagramOptions withBroadcast(boolean value) {
        return new DatagramOptions(peer, receiveLimitBytes, sending, file, reuseAddress, value);
    }
}
