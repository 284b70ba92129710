package dev.sennit.integration.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.sennit.integration.support.Program;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every example in a README or a page of docs/ is what is compiled and run: a block of Java either compiles as it stands, or is marked
 * {@code <!-- snippet: NAME -->} and stands word for word in the test source NAME.java, beside the tests that run it. A block of shell
 * commands marked {@code <!-- runnable -->} ends with 0, and shows the lines that a {@code console} block has beside those
 * that begin with a dollar sign.
 */
class ReadmeIT {
    private static final Path ROOT = root();
    private static final Pattern TYPE = Pattern.compile("(?m)^.*?\\b(?:class|record|interface|enum) (\\w+)");

    private final Path folder;

    ReadmeIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void theProjectHasAReadmeWithExamples() throws IOException {
        List<Snippet> snippets = Snippet.in(Files.readAllLines(ROOT.resolve("README.md")));
        assertTrue(snippets.stream().anyMatch(snippet -> snippet.language().equals("java")), "no example");
    }

    @TestFactory
    List<DynamicTest> everyJavaExampleIsCompiledAndRun() throws IOException {
        return each(snippet -> snippet.language().equals("java"), this::check);
    }

    @TestFactory
    List<DynamicTest> everyRunnableCommandRuns() throws IOException {
        return each(Snippet::isRunnable, ReadmeIT::run);
    }

    private interface Check {
        void of(Snippet snippet) throws Exception;
    }

    private static List<DynamicTest> each(Predicate<Snippet> wanted, Check check) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path page : find(path -> path.endsWith("README.md") || path.startsWith(ROOT.resolve("docs")))) {
            for (Snippet snippet : Snippet.in(Files.readAllLines(page))) {
                if (wanted.test(snippet)) {
                    tests.add(dynamicTest(ROOT.relativize(page) + ":" + snippet.line(), () -> check.of(snippet)));
                }
            }
        }
        return tests;
    }

    private void check(Snippet snippet) throws IOException {
        if (snippet.source().isPresent()) {
            String name = snippet.source().get() + ".java";
            List<Path> sources =
                    find(path -> path.endsWith(name) && path.toString().contains("/src/test/java/"));
            assertEquals(1, sources.size(), () -> "test sources called " + snippet.source() + ": " + sources);
            assertTrue(
                    snippet.occursIn(Files.readAllLines(sources.get(0))),
                    () -> "not word for word in " + sources + ":\n" + String.join("\n", snippet.lines()));
        } else if (snippet.isWholeSource()) {
            compile(String.join("\n", snippet.lines()) + "\n");
        } else {
            fail("is neither a whole source nor marked <!-- snippet: NAME -->:\n" + String.join("\n", snippet.lines()));
        }
    }

    private void compile(String source) {
        Matcher type = TYPE.matcher(source);
        assertTrue(type.find(), "no type");
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        JavaFileObject file =
                new SimpleJavaFileObject(
                        URI.create("string:///" + type.group(1) + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreErrors) {
                        return source;
                    }
                };
        List<String> options = List.of(
                "--release",
                "17",
                "-proc:none",
                "-Xlint:all,-path,-classfile",
                "-Werror",
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString());
        assertTrue(
                compiler.getTask(said, null, null, options, null, List.of(file)).call(), said.toString());
    }

    private static void run(Snippet snippet) throws IOException {
        boolean console = snippet.language().equals("console");
        String script = String.join(
                "\n",
                snippet.lines().stream()
                        .filter(line -> !console || line.startsWith("$ "))
                        .map(line -> console ? line.substring(2) : line)
                        .toList());
        ProcessBuilder shell =
                new ProcessBuilder("bash", "-e", "-c", "trap 'kill $(jobs -p) 2>/dev/null' EXIT\n" + script);
        shell.directory(ROOT.toFile());
        try (Program program = Program.start(shell)) {
            List<String> said = new ArrayList<>(program.restOfLines());
            assertEquals(0, program.exitCode(), program::errors);
            if (console) {
                for (String line : snippet.lines()) {
                    assertTrue(line.startsWith("$ ") || said.remove(line), () -> "'" + line + "' is not in " + said);
                }
            }
        }
    }

    /** Finds the files of the project that are wanted. */
    private static List<Path> find(Predicate<Path> wanted) throws IOException {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(path -> !path.toString().contains("/target/"))
                    .filter(wanted)
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            Path parent = folder.getParent();
            if (parent == null) {
                throw new IllegalStateException("no folder above " + Path.of("").toAbsolutePath() + " has a .mvn");
            }
            folder = parent;
        }
        return folder;
    }
}
