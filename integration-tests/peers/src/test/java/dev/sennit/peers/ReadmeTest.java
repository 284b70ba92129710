package dev.sennit.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What this module's README says is so. */
class ReadmeTest {
    private final String readme = read("README.md");

    @ParameterizedTest
    @ValueSource(strings = {"ExampleIT", "OwnKeysIT"})
    void theExamplesAreThoseThatRun(String name) {
        String example = read("src/test/java/dev/sennit/peers/" + name + ".java");
        String body = example.substring(example.indexOf("class " + name));
        assertTrue(readme.contains("```java\n" + body + "```\n"), body);
    }

    @Test
    void everyRoleHasARow() {
        try (PeerFiles files = PeerFiles.unpack()) {
            var roles = Role.table(files.text("run")).keySet();
            assertEquals(
                    roles.stream().sorted().toList(),
                    readme.lines()
                            .filter(line -> line.startsWith("| `"))
                            .map(line -> line.substring(3, line.indexOf('`', 3)))
                            .sorted()
                            .toList());
        }
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException missing) {
            throw new AssertionError(file, missing);
        }
    }
}
