package dev.sennit.haproxy;

import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;

/** From where to where the connection was that a proxy passes on. */
public sealed interface Origin {
    /** No other connection: the proxy speaks for itself, to see whether we live, say (LOCAL). */
    record Proxy() implements Origin {}

    /** A connection of which the proxy does not know or cannot say anything (UNKNOWN, UNSPEC). */
    record Unknown() implements Origin {}

    /**
     * Between IP addresses.
     *
     * @param source of who connected to the proxy
     * @param destination where at the proxy it arrived, or where it was bound for
     */
    record Ip(Flow flow, TcpAddress source, TcpAddress destination) implements Origin {
        /** A TCP connection. */
        public static Ip tcp(TcpAddress source, TcpAddress destination) {
            return new Ip(Flow.STREAM, source, destination);
        }
    }

    /**
     * Between sockets of the proxy's machine.
     *
     * @param source a path, or what else names a socket; at most 108 bytes, and without zero bytes at its end
     * @param destination likewise
     */
    record Unix(Flow flow, Bytes source, Bytes destination) implements Origin {
        static final int PATH_BYTES = 108;

        /** Checks lengths and ends. */
        public Unix {
            require(source);
            require(destination);
        }

        private static void require(Bytes path) {
            if (path.length() > PATH_BYTES) {
                throw new IllegalArgumentException("a path has at most 108 bytes, not " + path.length());
            }
            if (!path.isEmpty() && path.byteAt(path.length() - 1) == 0) {
                throw new IllegalArgumentException(
                        "a path with a zero byte at its end cannot be told from a shorter one");
            }
        }
    }

    /** What was passed on. */
    enum Flow {
        /** A stream, such as TCP's. */
        STREAM,
        /** Datagrams, such as UDP's. */
        DATAGRAM
    }
}
