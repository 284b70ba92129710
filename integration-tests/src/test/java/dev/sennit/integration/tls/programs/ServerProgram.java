package dev.sennit.integration.tls.programs;

import dev.sennit.certs.IssuedCertificate;
import dev.sennit.integration.tls.ConnectionResult;
import dev.sennit.integration.tls.Keys;
import dev.sennit.integration.tls.LineClient;
import dev.sennit.integration.tls.LineServer;
import dev.sennit.integration.tls.OurTls;
import dev.sennit.integration.tls.Outcome;
import dev.sennit.peers.Peer;
import dev.sennit.peers.Peers;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** The programs that our clients call. */
enum ServerProgram {
    OPENSSL("openssl", LineServer.REPLY),
    GNUTLS("gnutls", LineClient.LINE),
    TWISTED("twistedtls", LineClient.LINE);

    private final String role;
    private final String reply;

    ServerProgram(String role, String reply) {
        this.role = role;
        this.reply = reply;
    }

    /** Returns what it replies to {@link LineClient#LINE}. */
    String reply() {
        return reply;
    }

    /**
     * Starts it.
     *
     * @param environment of the role; {@code CERT} and {@code KEY} are set here
     */
    Running start(Peers peers, Keys keys, IssuedCertificate certificate, Map<String, String> environment)
            throws IOException, InterruptedException {
        String files = keys.store(certificate);
        Map<String, String> all = new HashMap<>(environment);
        all.put("CERT", files + ".pem");
        all.put("KEY", files + ".key");
        if (this == OPENSSL) {
            all.merge("ARGS", "-cert_chain " + files + ".pem", (given, chain) -> chain + " " + given);
        }
        return new Running(this, peers.start(role, all));
    }

    /** A program that runs and listens. Our clients call it one at a time. */
    record Running(ServerProgram program, Peer peer) {
        /** For what it prints to arrive. */
        private static final Duration LIMIT = Duration.ofSeconds(30);

        private static final long POLL_NANOS = Duration.ofMillis(10).toNanos();

        /** Connects to it, sends {@link LineClient#LINE}, and waits for the end of the connection. */
        Call call(OurTls.Client client) throws IOException, InterruptedException {
            int before = peer.log().length();
            Deferred.Source<String> reply = new Deferred.Source<>();
            client.connect(TcpAddress.of(peer.address(0)), transport -> new LineClient(transport, reply));
            ConnectionResult result = client.next();
            Optional<String> received =
                    result.session().isPresent() ? Optional.of(reply.deferred().await(OurTls.LIMIT)) : Optional.empty();
            return new Call(result.outcome(), received, this, before);
        }

        /** Waits until it has printed these words in this order, from a position of its log on. */
        private String awaitWords(int from, List<String> words) {
            long start = System.nanoTime();
            String printed = peer.log().substring(from);
            while (!ProgramExit.containsInOrder(printed, words) && System.nanoTime() - start < LIMIT.toNanos()) {
                LockSupport.parkNanos(POLL_NANOS);
                printed = peer.log().substring(from);
            }
            return printed;
        }
    }

    /**
     * One connection of ours.
     *
     * @param outcome how it went for our client
     * @param reply what our client received; empty if the handshake failed
     */
    record Call(Outcome outcome, Optional<String> reply, Running server, int logPosition) {
        /** Waits until the server has printed these words in this order; returns what it printed of this call. */
        String printed(String... words) {
            return server.awaitWords(logPosition, List.of(words));
        }
    }
}
