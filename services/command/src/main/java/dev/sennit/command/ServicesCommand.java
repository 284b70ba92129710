package dev.sennit.command;

import dev.sennit.services.ServiceType;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sennit services}: the reference of services. */
@Command(
        name = "services",
        description = "Lists the services, or explains one.",
        footer = {"", "Example: sennit services qotd"})
final class ServicesCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", arity = "0..1", description = "The service to explain.")
    private @Nullable String name;

    @Spec
    private CommandSpec spec;

    private final World world;

    @SuppressWarnings("NullAway.Init") // picocli sets the spec before it calls.
    ServicesCommand(World world) {
        this.world = world;
    }

    @Override
    public Integer call() {
        if (name == null) {
            Declarations.table(world.services().get().all().stream()
                            .map(type -> new Declarations.Row(type.name(), type.help()))
                            .toList())
                    .forEach(world.terminal()::println);
            return 0;
        }
        String asked = name;
        ServiceType type = world.services()
                .get()
                .find(asked)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), world.services().get().unknown(asked)));
        world.terminal().print(Declarations.reference(type));
        world.terminal().flush();
        return 0;
    }
}
