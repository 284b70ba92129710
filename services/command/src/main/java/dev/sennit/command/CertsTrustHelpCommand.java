package dev.sennit.command;

import dev.sennit.certs.DevelopmentCerts;
import dev.sennit.certs.TrustHelp;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sennit certs trust-help}: how to trust the authority. */
@Command(
        name = "trust-help",
        description =
                "Tells how systems, browsers and programs come to trust the development authority. Changes nothing.")
final class CertsTrustHelpCommand implements Callable<Integer> {
    @Option(names = "--dir", paramLabel = "DIR", description = "The directory, default certs.")
    private Path directory = DevelopmentCerts.DEFAULT_DIRECTORY;

    private final World world;

    CertsTrustHelpCommand(World world) {
        this.world = world;
    }

    @Override
    public Integer call() {
        world.terminal().print(TrustHelp.text(DevelopmentCerts.in(directory).authorityFile()));
        world.terminal().flush();
        return 0;
    }
}
