package dev.sennit.command;

import dev.sennit.certs.CertificateReport;
import dev.sennit.certs.DevelopmentCerts;
import dev.sennit.certs.Pem;
import dev.sennit.tls.TlsSession;
import dev.sennit.x509.trust.CertificateRefusedException;
import dev.sennit.x509.trust.Trust;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sennit certs show}: reports on a chain. */
@Command(
        name = "show",
        description = {
            "Shows the certificates of a file, or those that a server of TLS shows: names, dates, keys, fingerprints, "
                    + "whether the chain is in order, and what is wrong.",
            "",
            "Of a server it shows too what TLS agreed on, and whether this machine and the development authority would "
                    + "have believed it; the connection itself is made in any case, and nothing is said on it."
        },
        footer = {
            "",
            "Examples:",
            "  sennit certs show certs/localhost.pem",
            "  sennit certs show example.org:443",
            "  sennit certs show tcp:127.0.0.1:8000 --name=localhost"
        })
final class CertsShowCommand implements Callable<Integer> {
    private static final Clock CLOCK = Clock.systemUTC();

    @Parameters(
            paramLabel = "FILE|ENDPOINT",
            description = "A file of certificates, PEM or DER; or a server: HOST:PORT or a client's endpoint string.")
    private String target;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The server's name, to ask for and to look for in its certificate; its host unless given.")
    private @Nullable String name;

    @Option(names = "--dir", paramLabel = "DIR", description = "Where the development authority is, default certs.")
    private Path directory = DevelopmentCerts.DEFAULT_DIRECTORY;

    private final World world;

    @SuppressWarnings("NullAway.Init") // picocli sets the parameters before it calls.
    CertsShowCommand(World world) {
        this.world = world;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path file = Path.of(target);
        boolean isServer = target.indexOf(':') > 0 && !Files.exists(file);
        PrintWriter out = world.terminal();
        if (isServer) {
            TlsLook look = TlsLook.at(world.endpoints().get(), target, Optional.ofNullable(name));
            out.print(CertificateReport.of(look.chain(), CLOCK.instant()).text());
            out.println();
            out.println("TLS: " + session(look));
            out.println("This machine: " + verdict(Trust.platform(), look));
            Path authority = DevelopmentCerts.in(directory).authorityFile();
            if (Files.exists(authority)) {
                out.println("With " + authority + ": " + verdict(Trust.pem(authority), look));
            }
        } else {
            out.print(CertificateReport.of(Pem.certificatesIn(file), CLOCK.instant())
                    .text());
        }
        out.flush();
        return 0;
    }

    private static String session(TlsLook look) {
        return look.session()
                .map(CertsShowCommand::text)
                .orElseGet(() ->
                        "not agreed: " + look.failure().map(Mistakes::explain).orElse("no reason given"));
    }

    private static String text(TlsSession session) {
        return session.version().standardName() + ", " + session.suite()
                + session.group().map(group -> ", " + group.standardName()).orElse("");
    }

    private static String verdict(Trust trust, TlsLook look) {
        try {
            trust.checkServer(look.chain(), look.name());
            return "believes that it is " + look.name();
        } catch (CertificateRefusedException refused) {
            return "does not believe that it is " + look.name() + ": " + refused.getMessage();
        }
    }
}
