package dev.sennit.transport.datagram;

import dev.sennit.transport.Address;
import dev.sennit.transport.SocketFile;
import org.jspecify.annotations.Nullable;

/**
 * How a datagram socket is opened.
 *
 * @param peer the only one that it talks to, or null to talk to anybody
 * @param receiveLimitBytes the longest datagram that is delivered, 1 to {@value #MOST_RECEIVED_BYTES} bytes
 * @param sending how much may wait to be sent
 * @param file rights and lock of the file that a Unix socket receives at
 * @param reuseAddress whether a UDP port may be shared with others that ask for that too (SO_REUSEADDR), as listeners to
 *     one multicast group do; who then gets a datagram is the system's choice
 * @param broadcast whether UDP may be sent to all hosts of a network at once (SO_BROADCAST)
 */
public record DatagramOptions(
        @Nullable Address peer,
        int receiveLimitBytes,
        SendLimits sending,
        SocketFile file,
        boolean reuseAddress,
        boolean broadcast) {
    /** The highest limit of a datagram's length. */
    public static final int MOST_RECEIVED_BYTES = 256 * 1024 - 1;

    /** No peer, 65,536 bytes, the default limits and file, no shared port, no broadcast. */
    public static final DatagramOptions DEFAULT =
            new DatagramOptions(null, 64 * 1024, SendLimits.DEFAULT, SocketFile.DEFAULT, false, false);

    /** Checks the limit. */
    public DatagramOptions {
        if (receiveLimitBytes < 1 || receiveLimitBytes > MOST_RECEIVED_BYTES) {
            throw new IllegalArgumentException(
                    "receiveLimitBytes must be 1 to " + MOST_RECEIVED_BYTES + ", not " + receiveLimitBytes);
        }
    }

    /** The same but for the peer. */
    public DatagramOptions withPeer(Address value) {
        return new DatagramOptions(value, receiveLimitBytes, sending, file, reuseAddress, broadcast);
    }

    /** The same but for the longest datagram. */
    public DatagramOptions withReceiveLimitBytes(int value) {
        return new DatagramOptions(peer, value, sending, file, reuseAddress, broadcast);
    }

    /** The same but for what may wait. */
    public DatagramOptions withSending(SendLimits value) {
        return new DatagramOptions(peer, receiveLimitBytes, value, file, reuseAddress, broadcast);
    }

    /** The same but for the file of a Unix socket. */
    public DatagramOptions withFile(SocketFile value) {
        return new DatagramOptions(peer, receiveLimitBytes, sending, value, reuseAddress, broadcast);
    }

    /** The same but for the sharing of a port. */
    public DatagramOptions withReuseAddress(boolean value) {
        return new DatagramOptions(peer, receiveLimitBytes, sending, file, value, broadcast);
    }

    /** The same but for sending to all. */
    public DatagramOptions withBroadcast(boolean value) {
        return new DatagramOptions(peer, receiveLimitBytes, sending, file, reuseAddress, value);
    }
}
