package dev.sennit.command;

import dev.sennit.certs.DevelopmentCerts;
import dev.sennit.certs.TrustHelp;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sennit certs}: certificates for development. */
@Command(
        name = "certs",
        description = {
            "Makes certificates for development, and shows any.",
            "",
            "A directory, 'certs' unless said, has an authority that is made on first use (ca.pem and ca.key), and what it "
                    + "issues: NAME.pem is a chain, NAME.key its private key. Keys are readable for you alone, and a .gitignore "
                    + "keeps the directory out of repositories. Never use them in production: whoever has ca.key can pose as "
                    + "anyone to those who trust ca.pem."
        },
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "Examples:",
            "  sennit certs create localhost 127.0.0.1   for a server on this machine",
            "  sennit certs create --client alice        for a client",
            "  sennit certs show certs/localhost.pem     what it says, and what is wrong with it",
            "  sennit certs trust-help                   how browsers and others come to trust it"
        })
final class CertsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the spec before it calls anything.
    private CertsCommand() {}

    static CommandLine assemble(World world) {
        return new CommandLine(new CertsCommand())
                .addSubcommand(new CertsCreateCommand(world))
                .addSubcommand(new CertsShowCommand(world))
                .addSubcommand(new HowToTrust(world));
    }

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "which command? Known: " + String.join(", ", spec.subcommands().keySet()));
    }

    /** {@code sennit certs trust-help}: how to trust the authority. */
    @Command(
            name = "trust-help",
            description =
                    "Tells how systems, browsers and programs come to trust the development authority. Changes nothing.")
    private static final class HowToTrust implements Callable<Integer> {
        @Option(names = "--dir", paramLabel = "DIR", description = "The directory, default certs.")
        private Path directory = DevelopmentCerts.DEFAULT_DIRECTORY;

        private final World world;

        HowToTrust(World world) {
            this.world = world;
        }

        @Override
        public Integer call() {
            world.terminal().print(TrustHelp.text(DevelopmentCerts.in(directory).authorityFile()));
            world.terminal().flush();
            return 0;
        }
    }
}
