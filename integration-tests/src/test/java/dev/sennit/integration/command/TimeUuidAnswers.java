package dev.sennit.integration.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.peers.Peer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** What a server of time UUIDs told another program: all differ, and no connection was given an earlier one after a later. */
final class TimeUuidAnswers {
    /** Debian's own Python: only that one has Debian's packages. */
    private static final String PYTHON = "/usr/bin/python3";

    private final Map<String, Long> latest = new HashMap<>();
    private final Set<UUID> all = new HashSet<>();
    private final Set<Long> times = new HashSet<>();

    private TimeUuidAnswers() {}

    /** Has Twisted ask over many connections at once, and checks each answer and their number. */
    static void check(Peer twisted, String endpoint, int connections, int each)
            throws IOException, InterruptedException {
        TimeUuidAnswers answers = new TimeUuidAnswers();
        String count = Integer.toString(connections);
        twisted.exec(PYTHON, "-u", "-c", client(), endpoint, count, Integer.toString(each))
                .outputOfSuccess()
                .lines()
                .forEach(answers::add);
        assertEquals(connections * each, answers.all.size());
        assertEquals(connections, answers.latest.size());
    }

    private static String client() throws IOException {
        try (InputStream source = TimeUuidAnswers.class.getResourceAsStream("uuid_client.py")) {
            return new String(Objects.requireNonNull(source).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void add(String line) {
        int space = line.indexOf(' ');
        UUID uuid = UUID.fromString(line.substring(space + 1));
        assertEquals(1, uuid.version(), line);
        assertEquals(2, uuid.variant(), line);
        assertTrue(all.add(uuid), "given twice: " + line);
        assertTrue(times.add(uuid.timestamp()), "its time was given twice: " + line);
        Long before = latest.put(line.substring(0, space), uuid.timestamp());
        assertTrue(before == null || before < uuid.timestamp(), "earlier than the one before: " + line);
    }
}
