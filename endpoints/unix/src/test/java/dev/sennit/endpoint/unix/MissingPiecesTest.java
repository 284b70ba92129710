package dev.sennit.endpoint.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A program without all that sennit-transport-unix is made of: what it lacks is said, and by whatever fails. */
class MissingPiecesTest {
    @ParameterizedTest(name = "{0}")
    @EnabledOnOs(OS.LINUX)
    @CsvSource(
            delimiter = ';',
            value = {
                "the module; .*/transports/unix/target/.*|.*/sennit-transport-unix-.*;"
                        + "this needs the module sennit-transport-unix on the class path",
                "jffi; .*/jffi-.*(?<!native)\\.jar; jffi cannot be loaded: ",
                "jffi's library; .*/jffi-.*native\\.jar; jffi cannot be loaded: ",
            })
    void isSaid(String what, String pattern, String said) throws Exception {
        List<String> lines = run(Pattern.compile(pattern));
        assertEquals(
                List.of(
                        "unix:@name listen",
                        "fd:3 listen",
                        "unix:@name connect",
                        "107 bytes listen",
                        "107 bytes connect",
                        "path echo"),
                lines.stream().map(line -> line.replaceFirst(": .*", "")).toList(),
                what);
        for (String line : lines.subList(0, 5)) {
            assertTrue(line.contains(": cannot ") && line.contains(said), line);
        }
        assertEquals("path echo: done", lines.get(5));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void nothingIsMissing() throws Exception {
        List<String> lines = run(Pattern.compile("nothing"));
        assertEquals("unix:@name listen: done", lines.get(0));
        assertEquals(
                List.of("107 bytes listen: done", "107 bytes connect: done", "path echo: done"), lines.subList(3, 6));
    }

    private static List<String> run(Pattern without) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !without.matcher(entry).matches())
                .collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(java, "-Xshare:auto", "-cp", classPath, MissingPiecesMain.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = process.inputReader()) {
            List<String> lines = output.lines().toList();
            assertEquals(0, process.waitFor(), lines::toString);
            return lines;
        } finally {
            process.destroyForcibly();
        }
    }
}
