package dev.sennit.command;

import dev.sennit.endpoint.description.NearestName;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sennit help}: what {@code --help} says, in the other order of words. */
@Command(
        name = "help",
        description = "Shows the help of a command.",
        footer = {"", "Example: sennit help serve echo"})
final class HelpCommand implements Callable<Integer> {
    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The command, and those under it; none for all.")
    private List<String> names = List.of();

    @Spec
    private CommandSpec spec;

    private final World world;

    @SuppressWarnings("NullAway.Init") // picocli sets the spec before it calls.
    HelpCommand(World world) {
        this.world = world;
    }

    @Override
    public Integer call() {
        CommandLine command = spec.root().commandLine();
        for (String name : names) {
            CommandLine next = command.getSubcommands().get(name);
            if (next == null) {
                throw new ParameterException(spec.commandLine(), unknown(command, name));
            }
            command = next;
        }
        command.usage(world.terminal());
        return 0;
    }

    private static String unknown(CommandLine command, String name) {
        List<String> known = List.copyOf(command.getSubcommands().keySet());
        String path = command.getCommandSpec().qualifiedName();
        if (known.isEmpty()) {
            return "'" + path + "' has no commands under it, but there is '" + name + "'";
        }
        return "'" + path + "' has no command '" + name + "'"
                + NearestName.find(name, known)
                        .map(near -> "; did you mean '" + near + "'?")
                        .orElse("; it has " + String.join(", ", known));
    }
}
