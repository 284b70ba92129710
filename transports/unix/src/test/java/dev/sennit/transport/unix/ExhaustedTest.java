package dev.sennit.transport.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Descriptors that cannot be taken, since there is room for none, are not lost in silence. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class ExhaustedTest {
    @Test
    void aDescriptorThatFindsNoRoomBreaksTheConnection() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n 256; exec \"$@\"",
                        "sh",
                        java,
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Exhausted.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader told = process.inputReader()) {
            assertEquals(
                    List.of(
                            "1 byte, 1 descriptor",
                            "the system could not hand over all descriptors that the peer sent"),
                    told.lines().toList());
        } finally {
            process.destroyForcibly();
        }
    }
}
