package dev.sennit.transport.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On a machine without IPv6, the user of an IPv6 address is told so, with however many loops. */
@Timeout(60)
class Ipv4OnlyTest {
    @Test
    void anIpv6AddressCannotBeListenedAtOrConnectedTo() throws Exception {
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
            String problem = "this machine has no IPv6, and this is an IPv6 address";
            String listening = "cannot listen on [::1]:0: " + problem;
            String connecting = "cannot connect to [::1]:7: " + problem;
            assertEquals(
                    List.of(listening, connecting, listening, connecting),
                    told.lines().toList());
        } finally {
            process.destroyForcibly();
        }
    }
}
