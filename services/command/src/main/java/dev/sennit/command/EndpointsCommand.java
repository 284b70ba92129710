package dev.sennit.command;

import dev.sennit.endpoint.description.NearestName;
import dev.sennit.endpoint.schema.EndpointRole;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.endpoint.schema.EndpointTypes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sennit endpoints}: the reference of endpoint types. */
@Command(
        name = "endpoints",
        description = "Lists the endpoint types, or explains one.",
        footer = {"", "Example: sennit endpoints tcp"})
final class EndpointsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TYPE", arity = "0..1", description = "The type to explain.")
    private @Nullable String type;

    @Spec
    private CommandSpec spec;

    private final World world;

    @SuppressWarnings("NullAway.Init") // picocli sets the spec before it calls.
    EndpointsCommand(World world) {
        this.world = world;
    }

    @Override
    public Integer call() {
        EndpointTypes types = world.endpoints().get().registry().types();
        if (type != null) {
            explain(types, type);
            return 0;
        }
        list("Servers", types.schemas(EndpointRole.SERVER));
        world.terminal().println();
        list("Clients", types.schemas(EndpointRole.CLIENT));
        world.terminal().println();
        if (!types.schemas(EndpointRole.HOP).isEmpty()) {
            list("Hops, for a client's via=", types.schemas(EndpointRole.HOP));
            world.terminal().println();
        }
        world.terminal().println("'sennit endpoints TYPE' explains one.");
        return 0;
    }

    private void list(String heading, List<EndpointSchema> schemas) {
        world.terminal().println(heading + ":");
        Declarations.table(schemas.stream()
                        .map(schema -> new Declarations.Row(String.join(", ", schema.names()), schema.help()))
                        .toList())
                .forEach(world.terminal()::println);
    }

    private void explain(EndpointTypes types, String name) {
        List<EndpointSchema> found = Stream.of(EndpointRole.values())
                .map(role -> types.find(role, name))
                .flatMap(Optional::stream)
                .toList();
        if (found.isEmpty()) {
            throw new ParameterException(spec.commandLine(), unknown(types, name));
        }
        for (int i = 0; i < found.size(); i++) {
            if (i > 0) {
                world.terminal().println();
            }
            world.terminal().println("As a " + found.get(i).role().word() + ":");
            world.terminal().print(found.get(i).reference());
        }
        world.terminal().flush();
    }

    private static String unknown(EndpointTypes types, String name) {
        List<String> known = Stream.of(EndpointRole.values())
                .flatMap(role -> types.schemas(role).stream())
                .flatMap(schema -> schema.names().stream())
                .distinct()
                .sorted()
                .toList();
        return "unknown endpoint type '" + name + "'; "
                + NearestName.find(name, known)
                        .map(near -> "did you mean '" + near + "'? ")
                        .orElse("")
                + "known: " + String.join(", ", known);
    }
}
