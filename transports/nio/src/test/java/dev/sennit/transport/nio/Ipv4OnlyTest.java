package dev.sennit.transport.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On a machine without IPv6, whoever wants to listen there is told so, with however many loops. */
@Timeout(60)
class Ipv4OnlyTest {
    @Test
    void anIpv6AddressCannotBeListenedAt() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.net.preferIPv4Stack=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Ipv4Only.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader told = process.inputReader()) {
            String problem = "cannot listen on [::1]:0: not an IPv4 address";
            assertEquals(List.of(problem, problem), told.lines().toList());
        } finally {
            process.destroyForcibly();
        }
    }
}
