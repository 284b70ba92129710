package dev.sennit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.services.ServiceType;
import dev.sennit.services.ServiceTypes;
import dev.sennit.transport.nio.NioReactor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that only explain; what they say comes from the declarations. */
final class ReferenceCommandsTest {
    private final TestWorld world = new TestWorld(new NioReactor());

    private String outputOf(String... arguments) {
        assertEquals(0, world.run(arguments), world.errors.text());
        assertEquals("", world.errors.text());
        return world.out.text();
    }

    @Test
    void showsTheVersionOfTheBuild() {
        assertTrue(outputOf("--version").matches("sennit \\d+\\.\\S+ \\(Java \\S+\\)\\R"), world.out.text());
    }

    /** Where a command is named, only that one is built; its help must not differ. */
    @ParameterizedTest
    @ValueSource(
            strings = {"serve", "serve echo", "connect", "check", "endpoints", "services", "certs", "certs create"})
    void saysTheSameOfACommandWhetherAllAreBuiltOrThatOneAlone(String command) {
        TestWorld other = new TestWorld(new NioReactor());
        assertEquals(0, other.run(("help " + command).split(" ")));
        assertEquals(other.out.text(), outputOf((command + " --help").split(" ")));
    }

    @Test
    void listsItsCommands() {
        List.of("serve", "connect", "check", "endpoints", "services")
                .forEach(command -> assertTrue(outputOf("--help").contains("\n  " + command + " "), command));
    }

    @Test
    void showsHelpAndFailsWhenNothingIsAskedOfIt() {
        assertEquals(2, world.run());
        assertTrue(world.errors.text().startsWith("Usage: sennit"), world.errors.text());
    }

    @Test
    void helpsWithTheWordInFront() {
        String words = outputOf("help");
        assertTrue(words.startsWith("Usage: sennit "), words);
        assertEquals(words + words, outputOf("--help"), "the world keeps what it was told before");
    }

    @Test
    void helpsWithACommandUnderAnother() {
        String help = outputOf("help", "serve", "counting");
        assertTrue(help.contains("--limit=VALUE"), help);
    }

    @Test
    void helpOfWhatThereIsNotSaysWhatThereIs() {
        assertEquals(2, world.run("help", "serve", "ehco"));
        assertEquals(
                "sennit: 'sennit serve' has no command 'ehco'; did you mean 'echo'?",
                world.errors.text().lines().findFirst().orElseThrow());
        assertEquals(2, world.run("help", "check", "tcp"));
        assertTrue(
                world.errors.text().contains("'sennit check' has no commands under it, but there is 'tcp'"),
                world.errors.text());
    }

    @Test
    void listsTheServicesUnderServe() {
        String help = outputOf("serve", "--help");
        for (ServiceType type : ServiceTypes.installed().all()) {
            assertTrue(help.contains("  " + type.name() + " "), help);
            assertTrue(help.contains(type.help().substring(0, 20)), help);
        }
    }

    @Test
    void showsAServicesOptionsFromItsDeclaration() {
        String help = outputOf("serve", "counting", "--help");
        assertTrue(help.contains("--limit=VALUE"), help);
        assertTrue(help.contains("1 to 2147483647, default 100"), help);
        assertTrue(help.contains("--drain=VALUE"), help);
    }

    @Test
    void listsAndExplainsServices() {
        assertTrue(outputOf("services").contains("  qotd      Sends one quote and closes (RFC 865).\n"));
        assertTrue(outputOf("services", "logfile").contains("sennit serve logfile ENDPOINT... --file=...\n"));
    }

    @Test
    void listsEndpointTypesInOneLineEach() {
        String list = outputOf("endpoints");
        assertTrue(list.startsWith("Servers:\n"), list);
        assertTrue(list.contains("\nClients:\n"), list);
        assertTrue(list.contains("  tcp "), list);
    }

    @Test
    void explainsAnEndpointTypeAsAServerAndAsAClient() {
        String text = outputOf("endpoints", "tcp");
        assertTrue(text.startsWith("As a server:\ntcp:PORT"), text);
        assertTrue(text.contains("\nAs a client:\ntcp:HOST:PORT"), text);
    }

    @Test
    void checksAStringAndSaysWhatItIs() {
        String text = outputOf("check", "TCP:8007:backlog=5");
        List<String> lines = text.lines().toList();
        assertTrue(lines.get(0).startsWith("tcp server: "), text);
        assertEquals("  tcp:8007:backlog=5", lines.get(1));
        assertTrue(lines.stream().anyMatch(line -> line.matches(" +port +8007 +given +\\S.*")), text);
        assertTrue(lines.stream().anyMatch(line -> line.matches(" +interface +\\(empty\\) +default +\\S.*")), text);
        assertFalse(text.contains("tcp client"), text);
    }

    @Test
    void showsNoSecretOfAValue() {
        for (String endpoint : List.of(
                "exec:[prog --password=hunter2 x]",
                "tcp:a:1:via=[socks5:b:2:user=u:password=hunter2]",
                "tls:a:1:cert=c.p12:keyPassword=hunter2")) {
            String text = outputOf("check", endpoint);

            assertTrue(text.contains("***"), text);
            assertFalse(text.contains("hunter2"), text);
        }
    }

    @Test
    void checksForOneRoleWhenAsked() {
        assertTrue(outputOf("check", "tcp:localhost:80", "--client").startsWith("tcp client: "));
        assertEquals(2, world.run("check", "tcp:localhost:80", "--server"));
        assertTrue(world.errors.text().contains("    ^ port must be"), world.errors.text());
    }

    @Test
    void showsTheMistakeOfEachRoleThatHasTheType() {
        assertEquals(2, world.run("check", "tcp:localhost:80:timout=5"));
        String errors = world.errors.text();
        assertTrue(errors.contains("mistake in an endpoint as a server:\n"), errors);
        assertTrue(errors.contains("mistake in an endpoint as a client:\n"), errors);
        assertTrue(errors.contains("did you mean 'timeout'?"), errors);
    }

    @Test
    void showsOneMistakeForATypeThatIsNone() {
        assertEquals(2, world.run("check", "tpc:80"));
        assertEquals(3, world.errors.text().lines().count());
        assertTrue(world.errors.text().contains("did you mean 'tcp'?"));
    }

    @Test
    void printsACompletionScript() {
        String script = outputOf("completion");
        assertTrue(script.startsWith("#!/usr/bin/env bash"), script.substring(0, 40));
        assertTrue(script.contains("logfile"));
    }
}
