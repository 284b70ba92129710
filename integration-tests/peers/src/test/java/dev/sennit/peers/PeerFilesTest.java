package dev.sennit.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class PeerFilesTest {
    private static final Path SOURCES = Path.of("src/main/resources/dev/sennit/peers");

    @Test
    void allFilesOfTheSourceTreeAreUnpackedAndThenGone() throws IOException {
        Path folder;
        try (PeerFiles files = PeerFiles.unpack()) {
            folder = files.folder();
            Set<String> expected = filesBelow(SOURCES);
            expected.add("owner");
            assertEquals(expected, filesBelow(folder));
        }
        assertFalse(Files.exists(folder));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theImageHasTheNameThatTheScriptGivesIt() throws Exception {
        try (PeerFiles files = PeerFiles.unpack()) {
            Process script =
                    new ProcessBuilder("/bin/sh", SOURCES.resolve("build-image").toString(), "name").start();
            String name = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(name.strip(), files.imageName());
        }
    }

    @Test
    void whatAnEndedProcessLeftIsGoneAtTheNextStart() throws IOException {
        try (PeerFiles ours = PeerFiles.unpack();
                PeerFiles theirs = PeerFiles.unpack()) {
            // This process, but for the time of its start: one that had its number before.
            Path owner = theirs.folder().resolve("owner");
            Files.writeString(owner, Files.readString(owner).replaceAll("/\\d+$", "/1"));
            PeerFiles.unpack().close();
            assertFalse(Files.exists(theirs.folder()));
            assertTrue(Files.exists(ours.folder()));
        }
    }

    @Test
    void anotherContentIsAnotherImage() throws IOException {
        try (PeerFiles files = PeerFiles.unpack()) {
            String before = files.imageName();
            Files.writeString(files.folder().resolve("etc/haproxy.cfg"), "# changed\n");
            assertFalse(files.imageName().equals(before));
            assertTrue(files.imageName().matches("sennit-peers:[0-9a-f]{12}"));
        }
    }

    private static Set<String> filesBelow(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            Set<String> names = new TreeSet<>();
            walk.filter(Files::isRegularFile)
                    .forEach(file -> names.add(folder.relativize(file).toString()));
            return names;
        }
    }
}
