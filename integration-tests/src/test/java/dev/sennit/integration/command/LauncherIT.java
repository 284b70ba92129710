package dev.sennit.integration.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.integration.support.ChildJvm;
import dev.sennit.integration.support.Program;
import dev.sennit.integration.support.SennitCommand;
import dev.sennit.integration.support.Until;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The script {@code ./sennit} in a checkout of its own, whose path has a space. In the place of Maven stands a program that
 * packages the jars that the build of this project has made.
 */
class LauncherIT {
    private static final String MAVEN = """
        #!/bin/sh
        echo "$@" >>'%1$s/maven.calls'
        echo '[INFO] Building Sennit command 0.1.0-SNAPSHOT                [1/1]'
        [ ! -f '%1$s/maven.fails' ] || { echo '[ERROR] the disk is on fire'; exit 1; }
        mkdir -p services/command/target/quick
        cp '%2$s' services/command/target/quick/
        cp -r '%3$s' services/command/target/quick/lib
        """;

    private static final String PLUGIN = """
        import dev.sennit.services.ServiceContext;
        import dev.sennit.services.ServiceOptions;
        import dev.sennit.services.ServiceType;
        import dev.sennit.transport.Protocol;
        import dev.sennit.transport.ProtocolFactory;
        import dev.sennit.transport.Transport;
        import dev.sennit.transport.bytes.Bytes;
        import java.nio.ByteBuffer;

        public final class Hail implements ServiceType {
            public String name() { return "hail"; }
            public String help() { return "Greets each client."; }
            public ProtocolFactory<?> factory(ServiceOptions options, ServiceContext context) {
                return (ProtocolFactory<Protocol>) Greeter::new;
            }
            private record Greeter(Transport transport) implements Protocol {
                public void connectionMade() {
                    transport.write(Bytes.ascii("hail\\n"));
                    transport.close();
                }
                public void dataReceived(ByteBuffer data) {}
            }
        }
        """;

    /** The Java of this test archives classes in the background, as a user's does. */
    private static final Map<String, String> ARCHIVING = Map.of("JAVA_HOME", System.getProperty("java.home"));

    private final Path folder;
    private final Path home;
    private final Path builds;
    /** The Java of the other tests, since an archive takes seconds of processor time. */
    private final Map<String, String> withoutArchives;

    LauncherIT(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.home = folder.resolve("a checkout");
        this.builds = home.resolve(".sennit").resolve("builds");
        this.withoutArchives = javaHome("java without archives", "case \"$*\" in *Rehearsal*) exit 1 ;; esac");
    }

    @BeforeEach
    void makeCheckout() throws IOException {
        Files.createDirectories(home.resolve("services").resolve("command"));
        Files.copy(Path.of("..", "sennit"), home.resolve("sennit"));
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path maven = Files.writeString(
                bin.resolve("mvn"), MAVEN.formatted(folder, SennitCommand.jar(), SennitCommand.libraries()));
        assertTrue(maven.toFile().setExecutable(true));
    }

    @Test
    void buildsOnceSaysWhereTheLogIsAndThenStartsAtOnce() throws IOException {
        try (Program first = run("--version")) {
            assertTrue(first.line().startsWith("sennit "));
            assertEquals(0, first.exitCode(), first::errors);
            List<String> said = first.errors().lines().toList();
            Path log = home.resolve(".sennit").resolve("build.log");
            assertEquals("sennit: building Sennit (first run); the log is " + log, said.get(0));
            assertTrue(said.contains("sennit:   module 1 of 1: Sennit command (1 s)"), first::errors);
        }
        assertRunsQuietly(Map.of());
        assertEquals(1, mavenCalls());
    }

    @Test
    void runsOnJarsWithoutSignaturesAndArchivesTheirClassesInTheBackground() throws IOException {
        assertRunsWith(ARCHIVING);
        assertEquals(List.of(), signatures());
        Until.isTrue(() -> archivesIn(onlyBuild()) == 1, () -> "no archive of classes in " + builds);
        assertRunsQuietly(ARCHIVING);
    }

    @Test
    void runsQuietlyWithoutAnArchiveThatDoesNotFit() throws IOException {
        assertRunsWith(ARCHIVING);
        Until.isTrue(() -> archivesIn(onlyBuild()) == 1, () -> "no archive of classes in " + builds);
        for (Path file : entriesOf(onlyBuild())) {
            if (file.toString().endsWith(".jsa")) {
                Files.delete(file); // which is read-only
                Files.writeString(file, "no archive");
            }
        }
        assertRunsQuietly(ARCHIVING);
    }

    @Test
    void keepsTheJarsThatACommandRunsOnAndAFewOthers() throws IOException {
        // A program that archives classes would use a build, too, for as long as it runs.
        try (Program server = run("serve", "echo", "stdio")) {
            server.say("before");
            assertEquals("before", server.line());
            Path used = onlyBuild();
            for (int i = 0; i < 5; i++) {
                Files.writeString(home.resolve("pom.xml"), "<project><!-- " + i + " --></project>");
                assertRuns();
            }
            assertTrue(Files.isDirectory(used.resolve("lib")), "the jars of the running server are gone");
            assertEquals(4, entriesOf(builds).size(), () -> "builds: " + entriesOf(builds));
            server.say("after");
            assertEquals("after", server.line());
        }
    }

    @Test
    void anotherJavaHomeRebuildsNothing() throws IOException {
        assertRuns();
        assertRunsQuietly(javaHome("other java", ":"));
        assertRunsQuietly(Map.of());
        assertEquals(1, mavenCalls());
    }

    @Test
    void saysWhyABuildFailedAndTriesAgain() throws IOException {
        Path fails = Files.createFile(folder.resolve("maven.fails"));
        try (Program failing = run("--version")) {
            assertEquals(1, failing.exitCode());
            assertTrue(failing.errors().contains("[ERROR] the disk is on fire"), failing::errors);
            assertTrue(failing.errors().contains("all that Maven said is in " + home), failing::errors);
        }
        Files.delete(fails);
        assertRuns();
    }

    @Test
    void findsAServiceInTheJarsOfAPluginDirectory() throws IOException {
        Path plugins = Files.createDirectory(folder.resolve("my plugins"));
        try (OutputStream file = Files.newOutputStream(plugins.resolve("hail.jar"));
                JarOutputStream jar = new JarOutputStream(file)) {
            for (Path each : filesIn(compilePlugin())) {
                jar.putNextEntry(new JarEntry(compilePlugin().relativize(each).toString()));
                jar.write(Files.readAllBytes(each));
            }
        }
        assertHails(start(Map.of(), "--plugins", plugins.toString(), "serve", "hail", "stdio"));
        assertHails(start(Map.of(), "--plugins=" + plugins, "serve", "hail", "stdio"));
    }

    @Test
    void findsAServiceInADirectoryOfSennitClasspath() throws IOException {
        assertHails(start(Map.of("SENNIT_CLASSPATH", compilePlugin().toString()), "serve", "hail", "stdio"));
    }

    @Test
    void saysWhichPluginCannotBeLoaded() throws IOException {
        Path broken = folder.resolve("broken");
        Path services = Files.createDirectories(broken.resolve("META-INF").resolve("services"));
        Files.writeString(services.resolve("dev.sennit.services.ServiceModule"), "no.such.Plugin\n");
        assertRuns();
        try (Program command = start(Map.of("SENNIT_CLASSPATH", broken.toString()), "services")) {
            assertEquals(1, command.exitCode());
            assertEquals(
                    "sennit: a service or an endpoint type on the class path cannot be used: "
                            + "dev.sennit.services.ServiceModule: Provider no.such.Plugin not found",
                    command.errors());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--plugins                     | 1 | --plugins needs a directory",
                "--plugins /no/such check tcp:1| 1 | --plugins /no/such: there is no such directory",
                "--plugins /proc/self check x  | 1 | --plugins /proc/self: there is no file in it whose name ends with .jar",
                "--verbose --plugins /tmp check| 2 | --plugins stands before everything else",
                "check --plugins /tmp tcp:1    | 2 | --plugins stands before everything else",
            })
    void saysWhatIsWrongWithPlugins(String arguments, int exitCode, String message) throws IOException {
        assertRuns();
        try (Program command = run(arguments.split(" "))) {
            assertEquals(exitCode, command.exitCode(), command::errors);
            assertTrue(command.errors().startsWith("sennit: " + message), command::errors);
        }
    }

    @Test
    void saysWhichEntryOfSennitClasspathIsMissing() throws IOException {
        assertRuns();
        try (Program command = start(Map.of("SENNIT_CLASSPATH", folder + ":/no/such.jar"), "check", "tcp:1")) {
            assertEquals(1, command.exitCode());
            assertEquals(
                    "sennit: SENNIT_CLASSPATH names /no/such.jar, and there is no such file or directory",
                    command.errors());
        }
    }

    private void assertHails(Program server) throws IOException {
        try (server) {
            assertEquals("hail", server.line());
            assertEquals(0, server.exitCode(), server::errors);
        }
    }

    /** Makes another JAVA_HOME, whose java first runs this line of shell. */
    private Map<String, String> javaHome(String name, String line) throws IOException {
        Path other = folder.resolve(name);
        Path java = Files.createDirectories(other.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\n" + line + "\nexec '" + ChildJvm.java() + "' \"$@\"\n");
        assertTrue(java.toFile().setExecutable(true));
        return Map.of("JAVA_HOME", other.toString());
    }

    private void assertRuns() throws IOException {
        assertRunsWith(Map.of());
    }

    private void assertRunsWith(Map<String, String> environment) throws IOException {
        try (Program command = start(environment, "--version")) {
            assertTrue(command.line().startsWith("sennit "));
            assertEquals(0, command.exitCode(), command::errors);
        }
    }

    private void assertRunsQuietly(Map<String, String> environment) throws IOException {
        try (Program command = start(environment, "--version")) {
            assertTrue(command.line().startsWith("sennit "));
            assertEquals(List.of(), command.restOfLines());
            assertEquals(0, command.exitCode(), command::errors);
            assertEquals("", command.errors());
        }
    }

    private Program run(String... arguments) throws IOException {
        return start(Map.of(), arguments);
    }

    private Program start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(home.resolve("sennit").toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().putAll(withoutArchives);
        builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().putAll(environment);
        return Program.start(builder);
    }

    /** Compiles the plugin, once, and returns the directory of its classes. */
    private Path compilePlugin() throws IOException {
        Path classes = folder.resolve("plugin classes");
        if (Files.isDirectory(classes)) {
            return classes;
        }
        Path services = Files.createDirectories(classes.resolve("META-INF").resolve("services"));
        Files.writeString(services.resolve("dev.sennit.services.ServiceModule"), "Hail\n");
        Path source = Files.writeString(folder.resolve("Hail.java"), PLUGIN);
        String classPath = String.join(
                ":", ChildJvm.classPath().stream().map(Path::toString).toList());
        assertEquals(
                0,
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-cp", classPath, "-d", classes.toString(), source.toString()));
        return classes;
    }

    private long mavenCalls() throws IOException {
        return Files.readAllLines(folder.resolve("maven.calls")).size();
    }

    private Path onlyBuild() {
        List<Path> found = entriesOf(builds);
        assertEquals(1, found.size(), found::toString);
        return found.get(0);
    }

    private List<String> signatures() throws IOException {
        List<String> found = new ArrayList<>();
        List<Path> jars = filesIn(onlyBuild().resolve("lib"));
        assertFalse(jars.isEmpty());
        for (Path jar : jars) {
            try (ZipFile file = new ZipFile(jar.toFile())) {
                file.stream()
                        .map(Object::toString)
                        .filter(name -> name.matches("META-INF/[^/]*\\.(SF|RSA|DSA|EC)"))
                        .forEach(found::add);
            }
        }
        return found;
    }

    private static long archivesIn(Path build) {
        return entriesOf(build).stream()
                .filter(path -> path.toString().endsWith(".jsa"))
                .count();
    }

    private static List<Path> entriesOf(Path directory) {
        try (Stream<Path> found = Files.list(directory)) {
            return found.toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<Path> filesIn(Path directory) throws IOException {
        try (Stream<Path> found = Files.walk(directory)) {
            return found.filter(Files::isRegularFile).toList();
        }
    }
}
