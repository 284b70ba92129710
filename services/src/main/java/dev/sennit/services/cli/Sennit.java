package dev.sennit.services.cli;

import dev.sennit.services.type.ServiceType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command itself: what all its commands have in common, and how they are put together. */
@Command(
        name = "sennit",
        description = "Runs services and connections that endpoint strings name.",
        versionProvider = Sennit.Version.class,
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Examples:",
            "  sennit serve echo tcp:8007          serve echo on a TCP port",
            "  sennit connect tcp:localhost:8007   talk to it",
            "  sennit endpoints                    what can stand in place of tcp:...",
            "",
            "Exit codes: 0 done, 1 failed, 2 not understood."
        })
final class Sennit implements Callable<Integer> {
    private static final int HELP_WIDTH = 100;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli reads it.
    private boolean helpAsked;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    @SuppressWarnings("UnusedVariable") // picocli reads it.
    private boolean versionAsked;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show all of the log, not only warnings and who was refused.")
    private boolean verbose;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show where in the program an error came from.")
    private boolean debug;

    @Spec
    private CommandSpec spec;

    private final World world;

    @SuppressWarnings("NullAway.Init") // picocli sets the spec before it calls anything.
    private Sennit(World world) {
        this.world = world;
    }

    /**
     * Runs one command.
     *
     * @return the exit code
     */
    static int run(World world, String... arguments) {
        Optional<String> lost = LostBytes.mistake(arguments);
        if (lost.isPresent()) {
            world.errors().println("sennit: " + lost.get());
            return Mistakes.NOT_UNDERSTOOD;
        }
        int code = assemble(world).execute(arguments);
        if (code == 0 && world.terminal().checkError()) {
            if (!world.out().isReaderGone()) {
                world.errors().println("sennit: cannot write standard output");
            }
            return Mistakes.FAILED;
        }
        return code;
    }

    private static CommandLine assemble(World world) {
        Sennit root = new Sennit(world);
        CommandLine serve = new CommandLine(new ServeCommand(world));
        for (ServiceType type : world.services().all()) {
            serve.addSubcommand(new ServiceRun(type, world, root).spec());
        }
        CommandLine command = new CommandLine(root)
                .addSubcommand(serve)
                .addSubcommand(new ConnectCommand(world, root))
                .addSubcommand(new CheckCommand(world))
                .addSubcommand(new EndpointsCommand(world))
                .addSubcommand(new ServicesCommand(world))
                .addSubcommand(CertsCommand.assemble(world))
                .addSubcommand(new CompletionCommand(world))
                .addSubcommand(new HelpCommand(world));
        Mistakes mistakes = new Mistakes(world, root);
        return command.setExpandAtFiles(false)
                .setInterpolateVariables(false)
                .setAbbreviatedOptionsAllowed(false)
                .setAllowSubcommandsAsOptionParameters(true)
                .setUsageHelpWidth(HELP_WIDTH)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setOut(world.terminal())
                .setErr(world.errors())
                .setParameterExceptionHandler(mistakes)
                .setExecutionExceptionHandler(mistakes);
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(world.errors());
        return Mistakes.NOT_UNDERSTOOD;
    }

    boolean verbose() {
        return verbose;
    }

    boolean debug() {
        return debug;
    }

    /** The version that the build wrote down. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            try (InputStream text = Sennit.class.getResourceAsStream("version.txt")) {
                String version =
                        text == null ? "(unknown version)" : new String(text.readAllBytes(), StandardCharsets.UTF_8);
                return new String[] {"sennit " + version.strip() + " (Java " + Runtime.version() + ")"};
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    /** {@code sennit completion}. */
    @Command(
            name = "completion",
            description = "Prints a completion script for bash and zsh; load it with: source <(sennit completion)")
    static final class CompletionCommand implements Callable<Integer> {
        private final World world;

        @Spec
        private CommandSpec spec;

        @SuppressWarnings("NullAway.Init") // picocli sets the spec before it calls anything.
        CompletionCommand(World world) {
            this.world = world;
        }

        @Override
        public Integer call() {
            world.terminal().print(AutoComplete.bash("sennit", spec.root().commandLine()));
            world.terminal().flush();
            return 0;
        }
    }
}
