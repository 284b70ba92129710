package dev.sennit.endpoint.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.EndpointRegistry;
import dev.sennit.endpoint.contract.Witness;
import dev.sennit.endpoint.description.EndpointSyntaxException;
import dev.sennit.endpoint.schema.EndpointRole;
import dev.sennit.memory.MemoryHost;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.transport.Listener;
import dev.sennit.transport.TcpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the README of the endpoints says is so. */
class ReadmeTest {
    private static final EndpointRegistry INSTALLED = EndpointRegistry.installed();

    private final String readme = read("../README.md");

    @Test
    void theTypeToCopyIsTheOneThatIsCompiledHere() {
        String source = read("src/test/java/dev/sennit/endpoint/example/LoopbackServer.java");
        String type = source.substring(source.indexOf("/** {@code loopback"));

        assertTrue(readme.contains("```java\n" + type + "```\n"), type);
    }

    @Test
    void theTypeToCopyWorks() {
        MemoryNetwork network = MemoryNetwork.seeded(1);
        MemoryHost host = network.host("host");
        EndpointContext context =
                EndpointContext.on(host).withRegistry(EndpointRegistry.of(List.of(new LoopbackServer())));

        Listener listener = network.await(context.server("loopback:8007").listen(Witness.echoing()));

        assertEquals(TcpAddress.loopback(8007), listener.address());
        assertEquals(
                "loopback:8007", context.server("loopback:port=8007").describe().format());
    }

    @Test
    void theMistakesReadAsShown() {
        int start = readme.indexOf("```\ntcp:80000") + "```\n".length();
        List<String> lines =
                readme.substring(start, readme.indexOf("```", start)).lines().toList();
        for (int i = 0; i < lines.size(); i += 2) {
            String text = lines.get(i);
            EndpointRole role = text.contains("localhost") ? EndpointRole.CLIENT : EndpointRole.SERVER;

            EndpointSyntaxException error = assertThrows(
                    EndpointSyntaxException.class, () -> INSTALLED.types().bind(role, text));

            String shown = text + "\n" + lines.get(i + 1);
            String message = String.valueOf(error.getMessage());
            assertTrue(
                    shown.endsWith("…")
                            ? message.startsWith(shown.substring(0, shown.length() - 1))
                            : message.equals(shown),
                    message);
        }
    }

    private static String read(String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException failure) {
            throw new AssertionError(path, failure);
        }
    }
}
