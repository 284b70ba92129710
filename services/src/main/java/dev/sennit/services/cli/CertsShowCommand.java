package dev.sennit.services.cli;

import dev.sennit.certs.CertificateReport;
import dev.sennit.certs.Pem;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sennit certs show}: reports on a chain. */
@Command(
        name = "show",
        description = {
            "Shows the certificates of a file: names, dates, keys, fingerprints, whether the chain is in order, and what is "
                    + "wrong.",
            "",
            "Whether to trust them it does not say: that depends on who asks."
        },
        footer = {"", "Example: sennit certs show certs/localhost.pem"})
final class CertsShowCommand implements Callable<Integer> {
    private static final Clock CLOCK = Clock.systemUTC();

    @Parameters(paramLabel = "FILE", description = "A file of certificates, PEM or DER.")
    private Path file;

    private final World world;

    @SuppressWarnings("NullAway.Init") // picocli sets the parameters before it calls.
    CertsShowCommand(World world) {
        this.world = world;
    }

    @Override
    public Integer call() throws IOException {
        CertificateReport report = CertificateReport.of(chain(), CLOCK.instant());
        world.terminal().print(report.text());
        world.terminal().flush();
        return 0;
    }

    /** Where the chain is from: the only step that knows that it is a file. */
    private List<X509Certificate> chain() throws IOException {
        return Pem.certificatesIn(file);
    }
}
