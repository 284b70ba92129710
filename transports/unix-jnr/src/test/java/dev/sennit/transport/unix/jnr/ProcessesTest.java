package dev.sennit.transport.unix.jnr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Processes that lack something: the other module, the library of jffi, descriptors. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class ProcessesTest {
    private static final String OTHER_MODULE = ".*/transports/unix/target/.*|.*/sennit-transport-unix-[0-9.]+-.*";

    @Test
    void withoutTheOtherModuleEveryReactorFindsTheseSockets() throws Exception {
        assertEquals(List.of("stream: true", "datagrams: done"), run(OTHER_MODULE, "", Alone.class));
    }

    @Test
    void withoutTheNativeLibraryTheJdkOpensThePathsAndTheReasonIsSaid() throws Exception {
        List<String> lines = run(OTHER_MODULE + "|.*/jffi-.*native\\.jar", "", Alone.class);
        assertEquals("stream: false", lines.get(0));
        assertTrue(lines.get(1).contains("jnr-ffi or the native library of jffi cannot be loaded: "), lines::toString);
    }

    @Test
    void aShortageOfDescriptorsIsSaid() throws Exception {
        // The selector of jnr-enxio 0.33.6 says nothing then, and takes standard input for its pipe.
        String shortage = "too many open files";
        List<String> lines = run("nothing", "ulimit -n 256; ", Exhausted.class);
        assertEquals(5, lines.size(), lines::toString);
        lines.forEach(line -> assertTrue(line.toLowerCase(java.util.Locale.ROOT).endsWith(shortage), line));
    }

    private static List<String> run(String without, String before, Class<?> main)
            throws IOException, InterruptedException {
        Pattern removed = Pattern.compile(without);
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !removed.matcher(entry).matches())
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of("sh", "-c", before + "exec \"$@\"", "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx64m", "-cp", classPath, main.getName()));
        Process process = new ProcessBuilder(command)
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
