package dev.sennit.command;

import dev.sennit.endpoint.description.EndpointSyntaxException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
            "Exit codes: 0 done, 1 failed, 2 not understood, 3 out of memory or broken."
        })
final class Sennit implements Callable<Integer> {
    private static final int HELP_WIDTH = 100;
    /** Commands that show others. */
    private static final Set<String> NEED_ALL = Set.of("completion", "help");

    private static final Set<String> VERSION = Set.of("-V", "--version");

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

    /** The script takes the option away where it may stand: what the class path is, is settled before the program starts. */
    @Option(
            names = Mistakes.PLUGINS,
            paramLabel = "DIR",
            description =
                    "Also use the services and endpoint types in the jars of this directory. Stands before everything "
                            + "else, and may be repeated. The variable SENNIT_CLASSPATH names jars and directories of classes.")
    @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // picocli calls it.
    private void plugins(String directory) {
        throw new ParameterException(spec.commandLine(), Mistakes.PLUGINS_FIRST);
    }

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
        int code = execute(world, arguments);
        if (code == 0 && world.terminal().checkError()) {
            if (!world.out().isReaderGone()) {
                world.errors().println("sennit: cannot write standard output");
            }
            return Mistakes.FAILED;
        }
        return code;
    }

    private static int execute(World world, String... arguments) {
        CommandLine command;
        try {
            command = assemble(world, arguments);
        } catch (ServiceConfigurationError | IllegalArgumentException unusable) {
            return reportUnusable(world, unusable);
        }
        try {
            return command.execute(arguments);
        } catch (ServiceConfigurationError unusable) {
            return reportUnusable(world, unusable);
        }
    }

    /** Reports a service or an endpoint type of a user that cannot be loaded, or that has the name of another. */
    private static int reportUnusable(World world, Throwable unusable) {
        world.errors()
                .println("sennit: a service or an endpoint type on the class path cannot be used: "
                        + unusable.getMessage());
        return Mistakes.FAILED;
    }

    /**
     * Builds the command tree as far as the arguments need it. picocli reads the declarations of every command that it is
     * given, which takes longer than most commands run: where the first argument names a command, only that one is built.
     */
    private static CommandLine assemble(World world, String... arguments) {
        Sennit root = new Sennit(world);
        CommandLine command = new CommandLine(root);
        Map<String, Supplier<?>> commands = commands(world, root, arguments);
        String first = arguments.length == 0 ? "" : arguments[0];
        if (commands.containsKey(first) && !NEED_ALL.contains(first)) {
            command.addSubcommand(commands.get(first).get());
        } else if (arguments.length != 1 || !VERSION.contains(first)) {
            commands.values().forEach(each -> command.addSubcommand(each.get()));
        }
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

    /** The commands by name, in the order in which help lists them. */
    private static Map<String, Supplier<?>> commands(World world, Sennit root, String... arguments) {
        Map<String, Supplier<?>> commands = new LinkedHashMap<>();
        commands.put("serve", () -> ServeCommand.assemble(world, root, arguments.length < 2 ? "" : arguments[1]));
        commands.put("connect", () -> new ConnectCommand(world, root));
        commands.put("check", () -> new CheckCommand(world));
        commands.put("endpoints", () -> new ReferenceCommands.Endpoints(world));
        commands.put("services", () -> new ReferenceCommands.Services(world));
        commands.put("certs", () -> CertsCommand.assemble(world));
        commands.put("completion", () -> new CompletionCommand(world));
        commands.put("help", () -> new ReferenceCommands.Help(world));
        return commands;
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

    /**
     * Arguments that had bytes which are no text: the JVM has put U+FFFD in their place, so that they would name another file or
     * host than the user did.
     */
    private static final class LostBytes {
        private static final char LOST = '\uFFFD';
        private static final String PROBLEM =
                "bytes that are no text in the encoding of this locale (see LC_ALL and LANG)";

        private LostBytes() {}

        /** What to tell of the first of them, if there is one; values of options are not shown, since they may be secrets. */
        static Optional<String> mistake(String... arguments) {
            for (int i = 0; i < arguments.length; i++) {
                int at = arguments[i].indexOf(LOST);
                if (at >= 0) {
                    return Optional.of(
                            i > 0 && isBareOption(arguments[i - 1])
                                    ? "what follows '" + arguments[i - 1] + "' has " + PROBLEM
                                    : pointedOut(arguments[i], at));
                }
            }
            return Optional.empty();
        }

        private static boolean isBareOption(String argument) {
            return argument.startsWith("--") && argument.indexOf('=') < 0;
        }

        private static String pointedOut(String argument, int at) {
            int value = argument.startsWith("-") ? argument.indexOf('=') + 1 : 0;
            String shown = value > 0 && at >= value ? argument.substring(0, value) : argument;
            return "mistake in an argument:\n"
                    + new EndpointSyntaxException(shown, Math.min(at, shown.length()), "here are " + PROBLEM)
                            .getMessage();
        }
    }
}
