package dev.sennit.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PeerLogTest {
    private final PeerLog log = new PeerLog();

    @Test
    void aMatchMayComeInPieces() throws InterruptedException {
        add("peer re");
        Thread later = new Thread(() -> add("ady\n"));
        later.start();
        assertTrue(log.await(Pattern.compile("^peer ready$", Pattern.MULTILINE), Duration.ofMinutes(1)));
        later.join();
    }

    @Test
    void theEndOfTheLogEndsTheWait() throws InterruptedException {
        add("cannot bind\n");
        log.end();
        assertFalse(log.await(Pattern.compile("ready"), Duration.ofMinutes(1)));
    }

    @Test
    void theLimitEndsTheWait() throws InterruptedException {
        assertFalse(log.await(Pattern.compile("ready"), Duration.ofMillis(1)));
    }

    @Test
    void onlyTheLastPartIsKept() {
        for (int i = 0; i < 1024; i++) {
            add("x".repeat(1024));
        }
        add("last");
        assertTrue(log.text().endsWith("xlast"));
        assertTrue(log.text().length() <= 600 * 1024, () -> "kept " + log.text().length());
        assertEquals(-1, log.text().indexOf('\n'));
    }

    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        log.add(bytes, bytes.length);
    }
}
