package dev.sennit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a signed jar. */
final class UnsignedJarsTest {
    private static final String MANIFEST = """
        Manifest-Version: 1.0
        Multi-Release: true

        Name: a/A.class
        SHA-256-Digest: bm8=

        Name: a/
        Sealed: true
        SHA-256-Digest: bm8=

        """;

    private final Path folder;

    UnsignedJarsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void copiesEverythingButTheSignatureAndItsDigests() throws IOException {
        Path jar =
                jar("signed.jar", "META-INF/X.SF", "META-INF/X.RSA", "META-INF/sig-x", "META-INF/services/a", "a/X.SF");
        Path copy = folder.resolve("copy.jar");
        UnsignedJars.copy(jar, copy);

        try (JarFile file = new JarFile(copy.toFile(), true)) {
            List<String> names = new ArrayList<>();
            file.stream().map(ZipEntry::getName).forEach(names::add);
            assertEquals(List.of("META-INF/MANIFEST.MF", "META-INF/services/a", "a/X.SF"), names);
            assertTrue(file.isMultiRelease());
            assertFalse(file.getManifest().getEntries().containsKey("a/A.class"));
            assertEquals("true", file.getManifest().getAttributes("a/").getValue("Sealed"));
            try (InputStream content = file.getInputStream(file.getEntry("a/X.SF"))) {
                assertEquals("a/X.SF", new String(content.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void copiesJarsInTheOrderGivenAndThoseOfADirectoryByName() throws IOException {
        Path from = Files.createDirectory(folder.resolve("from"));
        Path to = Files.createDirectory(folder.resolve("to"));
        jar("from/b.jar", "b");
        jar("from/a.jar", "a");
        assertEquals(List.of("z.jar", "a.jar", "b.jar"), UnsignedJars.copyAll(to, List.of(jar("z.jar", "z"), from)));
        assertTrue(Files.exists(to.resolve("a.jar")) && Files.exists(to.resolve("z.jar")));
    }

    private Path jar(String name, String... entries) throws IOException {
        Path jar = folder.resolve(name);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry(JarFile.MANIFEST_NAME));
            out.write(MANIFEST.getBytes(StandardCharsets.UTF_8));
            for (String entry : entries) {
                out.putNextEntry(new ZipEntry(entry));
                out.write(entry.getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }
}
