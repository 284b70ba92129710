package dev.sennit.command;

import dev.sennit.endpoint.description.NearestName;
import dev.sennit.endpoint.schema.EndpointRole;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.endpoint.schema.EndpointTypes;
import dev.sennit.services.ServiceType;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The commands that only explain. */
final class ReferenceCommands {
    private ReferenceCommands() {}

    /** {@code sennit endpoints}: the reference of endpoint types. */
    @Command(
            name = "endpoints",
            description = "Lists the endpoint types, or explains one.",
            footer = {"", "Example: sennit endpoints tcp"})
    static final class Endpoints implements Callable<Integer> {
        @Parameters(paramLabel = "TYPE", arity = "0..1", description = "The type to explain.")
        private @Nullable String type;

        @Spec
        private CommandSpec spec;

        private final World world;

        @SuppressWarnings("NullAway.Init") // picocli sets the spec before it calls.
        Endpoints(World world) {
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

    /** {@code sennit services}: the reference of services. */
    @Command(
            name = "services",
            description = "Lists the services, or explains one.",
            footer = {"", "Example: sennit services qotd"})
    static final class Services implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", arity = "0..1", description = "The service to explain.")
        private @Nullable String name;

        @Spec
        private CommandSpec spec;

        private final World world;

        @SuppressWarnings("NullAway.Init") // picocli sets the spec before it calls.
        Services(World world) {
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

    /** {@code sennit help}: what {@code --help} says, in the other order of words. */
    @Command(
            name = "help",
            description = "Shows the help of a command.",
            footer = {"", "Example: sennit help serve echo"})
    static final class Help implements Callable<Integer> {
        @Parameters(
                paramLabel = "COMMAND",
                arity = "0..*",
                description = "The command, and those under it; none for all.")
        private List<String> names = List.of();

        @Spec
        private CommandSpec spec;

        private final World world;

        @SuppressWarnings("NullAway.Init") // picocli sets the spec before it calls.
        Help(World world) {
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
}
