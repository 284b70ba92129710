package dev.sennit.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.integration.process.ChildJvm;
import dev.sennit.integration.process.Program;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A module of somebody else's needs no more than what our modules export, and finds the endpoint types on its path. */
class ModulePathIT {
    /** All but what only tests need. */
    private static final Pattern OURS = Pattern.compile(
            ".*(?<!/integration-tests/peers|/testing)/target/classes|.*/sennit-(?!test-peers|[a-z-]*testing)[a-z-]+-[^/]*\\.jar");
    /** What our modules need to run; {@code org.jspecify} is needed by compilers alone. */
    private static final Pattern NEEDED = Pattern.compile(
            ".*/(java-uuid-generator|slf4j-api|bcprov-jdk18on|bcutil-jdk18on|bctls-jdk18on|bcpkix-jdk18on|jffi)-[^/]*\\.jar");

    private static final Pattern JSPECIFY = Pattern.compile(".*/jspecify-[^/]*\\.jar");

    private static final String MODULE = """
            module consumer {
                requires dev.sennit.endpoint;
                requires dev.sennit.protocol.small;
            }
            """;

    private static final String MAIN = """
            package consumer;

            import dev.sennit.endpoint.Endpoints;
            import dev.sennit.protocol.small.Echo;
            import dev.sennit.protocol.small.EchoClient;
            import dev.sennit.transport.TcpAddress;

            public final class Main {
                public static void main(String[] arguments) throws InterruptedException {
                    var listener = Endpoints.server("tcp:0:127.0.0.1").listen(Echo::new).await();
                    int port = ((TcpAddress) listener.address()).port();
                    var client = Endpoints.client("tcp:127.0.0.1:" + port)
                            .connect(transport -> new EchoClient(transport, line -> {}))
                            .await();
                    System.out.println("answered " + client.received().await().size());
                    listener.close();
                }
            }
            """;

    @Test
    void aModuleListensAndConnectsByStringsWithTheTypesOnItsModulePath(@TempDir Path folder) throws Exception {
        Predicate<String> run = OURS.asMatchPredicate().or(NEEDED.asMatchPredicate());
        compile(folder, modulePath(run.or(JSPECIFY.asMatchPredicate())));
        String path = modulePath(run) + File.pathSeparator + folder.resolve("classes");
        try (Program main =
                Program.start(List.of(ChildJvm.java(), "--module-path", path, "--module", "consumer/consumer.Main"))) {
            assertEquals(List.of("answered 2"), main.restOfLines(), main::errors);
            assertEquals(0, main.exitCode(), main::errors);
        }
    }

    private static void compile(Path folder, String modulePath) throws IOException {
        Path module = Files.writeString(folder.resolve("module-info.java"), MODULE);
        Path main = Files.writeString(
                Files.createDirectories(folder.resolve("consumer")).resolve("Main.java"), MAIN);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            said,
                            files,
                            null,
                            List.of(
                                    "--release",
                                    "17",
                                    "-proc:none",
                                    "--module-path",
                                    modulePath,
                                    "-d",
                                    folder.resolve("classes").toString()),
                            null,
                            files.getJavaFileObjects(module, main))
                    .call();
            assertTrue(compiled, said.toString());
        }
    }

    private static String modulePath(Predicate<String> wanted) {
        return ChildJvm.classPath().stream()
                .map(Path::toString)
                .filter(wanted)
                .collect(Collectors.joining(File.pathSeparator));
    }
}
