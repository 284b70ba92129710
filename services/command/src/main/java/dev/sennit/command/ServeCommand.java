package dev.sennit.command;

import dev.sennit.services.ServiceType;
import dev.sennit.services.ServiceTypes;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sennit serve}: each service is a command under it ({@link ServiceRun}). */
@Command(
        name = "serve",
        description = {
            "Runs a service on one or more endpoints until it is told to stop.",
            "",
            "Prints a line for each listener, with its real address. On Ctrl-C, SIGTERM or SIGHUP it stops accepting,"
                    + " serves what has arrived, lets connections come to their end, and after the time that --drain gives"
                    + " cuts off the rest. A second signal, a second later or more, ends it at once."
        },
        synopsisSubcommandLabel = "SERVICE ENDPOINT... [--OPTION=VALUE...] [--drain=TIME]",
        commandListHeading = "%nServices ('sennit serve SERVICE --help' shows the options of one):%n",
        footer = {"", "Example: sennit serve chat tcp:8007 tcp:8008:interface=localhost --drain=5s"})
final class ServeCommand implements Callable<Integer> {
    private final World world;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the spec before it calls anything.
    ServeCommand(World world) {
        this.world = world;
    }

    /**
     * Builds the command and those of the services under it.
     *
     * @param first the first argument; where it names a service, the command of that service alone is built
     */
    static CommandLine assemble(World world, Sennit root, String first) {
        CommandLine serve = new CommandLine(new ServeCommand(world));
        ServiceTypes services = world.services().get();
        List<ServiceType> needed = services.find(first).map(List::of).orElseGet(services::all);
        needed.forEach(type -> serve.addSubcommand(new ServiceRun(type, world, root).spec()));
        return serve;
    }

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "which service? Known: "
                        + String.join(
                                ", ",
                                world.services().get().all().stream()
                                        .map(type -> type.name())
                                        .toList()));
    }
}
