package dev.sennit.integration.tls;

import dev.sennit.integration.tls.Row.Both;
import dev.sennit.peers.Peer;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A server of another program's, which one client of ours calls at a time. */
record TheirServer(Peer peer) {
    /** For what it prints to arrive. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final long LOOK_NANOS = Duration.ofMillis(10).toNanos();

    /**
     * Calls it; returns what it printed of that, and what we saw, with the answer behind it.
     *
     * @param printed what it shall print, for which this waits a while
     */
    Both call(OurTls.Client client, String printed) throws IOException, InterruptedException {
        int before = peer.log().length();
        Deferred.Source<String> answer = new Deferred.Source<>();
        client.connect(TcpAddress.of(peer.address(0)), transport -> new Lines(transport, answer));
        Seen seen = client.next();
        String ours = seen.session().isPresent()
                ? seen.text() + "; " + answer.deferred().await(OurTls.LIMIT)
                : seen.text();
        return new Both(printedSince(before, printed), ours);
    }

    private String printedSince(int before, String wanted) {
        long start = System.nanoTime();
        String printed = peer.log().substring(before);
        while (!Row.matches(wanted, printed) && System.nanoTime() - start < PATIENCE.toNanos()) {
            LockSupport.parkNanos(LOOK_NANOS);
            printed = peer.log().substring(before);
        }
        return printed;
    }
}
