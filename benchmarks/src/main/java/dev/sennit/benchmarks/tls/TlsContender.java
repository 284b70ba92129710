package dev.sennit.benchmarks.tls;

/** One kit's TLS: makes joined pairs of a client and a server. */
interface TlsContender {
    /** How the tables call it. */
    String label();

    /** Makes a client and a server that have shaken hands. */
    TlsPair pair();

    /** A client and a server, joined in memory. */
    interface TlsPair {
        /** Whether the handshake took an earlier session up. */
        boolean resumed();

        /** Has the client write this many bytes, and carries them; returns how many the server's protocol got. */
        long send(int bytes);

        /** Ends both. */
        void close();
    }
}
