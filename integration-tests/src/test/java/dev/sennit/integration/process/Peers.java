package dev.sennit.integration.process;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.opentest4j.TestAbortedException;

/**
 * Other people's programs that tests talk to. One that is missing is a skip that names it, or a failure where the
 * property {@code peers.required} is true.
 */
public final class Peers {
    /** Debian's own Python comes first: only that one has Debian's packages. */
    private static final List<String> PYTHONS = List.of("/usr/bin/python3", "python3");

    private Peers() {}

    /** Finds a program on the path, or skips the test. */
    public static String program(String name) {
        return find(name).orElseThrow(() -> missing("the program '" + name + "' is not installed"));
    }

    /** Starts a script of ours under Python with Twisted, or skips the test. */
    public static Program twisted(String script, Object... arguments) throws IOException {
        String python = PYTHONS.stream()
                .filter(candidate -> find(candidate).isPresent() && hasTwisted(candidate))
                .findFirst()
                .orElseThrow(() -> missing("Python with Twisted (Debian's python3-twisted) is not installed"));
        List<String> command = new ArrayList<>(List.of(python, "-u", copyOf(script)));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return Program.start(command);
    }

    /** Makes what skips the test for this reason when it is thrown; fails it here where nothing may be skipped. */
    public static TestAbortedException missing(String reason) {
        return Boolean.getBoolean("peers.required") ? fail(reason) : new TestAbortedException(reason);
    }

    private static Optional<String> find(String name) {
        if (name.startsWith("/")) {
            return Files.isExecutable(Path.of(name)) ? Optional.of(name) : Optional.empty();
        }
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            Path candidate = Path.of(folder, name);
            if (Files.isExecutable(candidate)) {
                return Optional.of(candidate.toString());
            }
        }
        return Optional.empty();
    }

    private static boolean hasTwisted(String python) {
        try (Program probe = Program.start(List.of(python, "-c", "import twisted"))) {
            return probe.exitCode() == 0;
        } catch (IOException unusable) {
            return false;
        }
    }

    private static String copyOf(String script) throws IOException {
        try (InputStream source = Peers.class.getResourceAsStream("/peers/" + script)) {
            if (source == null) {
                throw new IllegalArgumentException("there is no script /peers/" + script);
            }
            Path copy = Files.createTempFile("sennit-", "-" + script);
            copy.toFile().deleteOnExit();
            Files.write(copy, source.readAllBytes());
            return copy.toString();
        }
    }
}
