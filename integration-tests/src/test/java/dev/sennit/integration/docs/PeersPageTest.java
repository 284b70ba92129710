package dev.sennit.integration.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README of the integration tests lists every role of a peer with the tests that need it, and no other. */
class PeersPageTest {
    private static final Pattern ROW = Pattern.compile("^\\| [^|`]+ \\| `(\\w+)` \\| (.+) \\|$");
    private static final Pattern NEEDS = Pattern.compile("@NeedsPeer\\(([^)]*)\\)");
    private static final Pattern ROLE = Pattern.compile("\"(\\w+)\"");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    @Test
    void theReadmeListsTheTestsOfEachPeer() throws IOException {
        Map<String, Set<String>> needed = new TreeMap<>();
        for (Path source : sources()) {
            String test = source.getFileName().toString().replace(".java", "");
            for (String arguments : groups(NEEDS, Files.readString(source))) {
                for (String role : groups(ROLE, arguments)) {
                    needed.computeIfAbsent(role, unused -> new TreeSet<>()).add(test);
                }
            }
        }
        Map<String, Set<String>> listed = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("README.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                Set<String> tests = new TreeSet<>(groups(NAME, row.group(2)));
                assertNull(listed.put(row.group(1), tests), row.group(1) + " is listed twice");
            }
        }
        assertEquals(needed, listed);
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    /** Returns what the first group of the pattern finds. */
    private static List<String> groups(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).toList();
    }
}
