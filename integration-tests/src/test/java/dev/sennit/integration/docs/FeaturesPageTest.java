package dev.sennit.integration.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of features lists every type that a {@code feature} method of the modules returns, and no other. */
class FeaturesPageTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW = Pattern.compile("^\\| `(\\w+)` \\| `([\\w.]+)` \\| .+ \\| .+ \\|$");
    private static final Pattern DECLARED = Pattern.compile("type == (\\w+)\\.class");

    @Test
    void theFeaturesPageListsTheTypesThatTheCodeDeclares() throws IOException {
        Set<String> declared = new TreeSet<>();
        for (Path source : sourcesWithFeatures()) {
            Matcher types = DECLARED.matcher(Files.readString(source));
            while (types.find()) {
                declared.add(types.group(1));
            }
        }
        Set<String> listed = new TreeSet<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/features.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.find()) {
                assertTrue(listed.add(row.group(1)), row.group(1) + " is listed twice");
            }
        }
        assertEquals(declared, listed);
    }

    @Test
    void noFeatureIsFoundByASupertype() throws IOException {
        for (Path source : sourcesWithFeatures()) {
            String text = Files.readString(source);
            assertTrue(
                    !text.contains("type.isInstance(") && !text.contains("type.isAssignableFrom("), source.toString());
        }
    }

    private static List<Path> sourcesWithFeatures() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String room : List.of("transports", "protocols", "endpoints", "services")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(room))) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    String path = file.toString();
                    if (path.contains("/src/main/java/")
                            && path.endsWith(".java")
                            && Files.readString(file).contains("Optional<T> feature(Class<T> type")) {
                        found.add(file);
                    }
                }
            }
        }
        assertTrue(found.size() >= 8, "sources with features: " + found);
        return found;
    }
}
