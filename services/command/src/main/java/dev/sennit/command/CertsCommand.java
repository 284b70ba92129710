package dev.sennit.command;

import dev.sennit.certs.CertificateReport;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.CertificateSummary;
import dev.sennit.certs.DevelopmentCerts;
import dev.sennit.certs.DevelopmentIdentity;
import dev.sennit.certs.DevelopmentIdentity.Made;
import dev.sennit.certs.KeyAlgorithm;
import dev.sennit.certs.SubjectName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

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
            world.terminal().print(DevelopmentCerts.in(directory).trustHelp());
            world.terminal().flush();
            return 0;
        }
    }

    /** {@code sennit certs create}: issues a certificate. */
    @Command(
            name = "create",
            description = {
                "Issues a certificate for names: host names, wildcards such as *.example.test, IP addresses.",
                "",
                "The first name names the files too; a certificate that was made there before for it is replaced."
            },
            footer = {"", "Example: sennit certs create localhost 127.0.0.1 ::1 --days 30"})
    private static final class CertsCreateCommand implements Callable<Integer> {
        /** What Apple's systems accept at most of an authority that the user has chosen to trust. */
        private static final int MOST_DAYS = 825;

        private static final Clock CLOCK = Clock.systemUTC();

        @Parameters(
                paramLabel = "NAME",
                arity = "1..*",
                description = "What it is for; with --client, the first is who it is for, any text.")
        private List<String> names;

        @Option(names = "--dir", paramLabel = "DIR", description = "The directory, default certs.")
        private Path directory = DevelopmentCerts.DEFAULT_DIRECTORY;

        @Option(
                names = "--key",
                paramLabel = "KIND",
                converter = Kind.class,
                description =
                        "The kind of key: ecdsa (P-256, the default), ecdsa-p384, rsa (2048 bits), rsa-3072, ed25519.")
        private KeyAlgorithm key = KeyAlgorithm.ECDSA_P256;

        @Option(
                names = "--days",
                paramLabel = "N",
                description = "For how long it is valid: 1 to 825 days, default 90.")
        private int days = (int) CertificateSpec.LEAF_VALIDITY.toDays();

        @Option(names = "--client", description = "For a TLS client, not for a server.")
        private boolean client;

        @Spec
        private CommandSpec spec;

        private final World world;

        @SuppressWarnings("NullAway.Init") // picocli sets the parameters before it calls.
        CertsCreateCommand(World world) {
            this.world = world;
        }

        @Override
        public Integer call() throws IOException {
            DevelopmentIdentity identity = create();
            Instant now = CLOCK.instant();
            CertificateSummary summary = CertificateReport.of(identity.issued().chain(), now)
                    .certificates()
                    .get(0);
            List<Declarations.Row> rows = new ArrayList<>();
            rows.add(new Declarations.Row("certificate", identity.chainFile().toString()));
            rows.add(new Declarations.Row("key", identity.keyFile().toString()));
            rows.add(new Declarations.Row("authority", authority(identity)));
            rows.add(new Declarations.Row(
                    "for", summary.names().isEmpty() ? summary.subject() : String.join(", ", summary.names())));
            rows.add(new Declarations.Row("valid until", summary.until().toString()));
            Declarations.table(rows).forEach(line -> world.terminal().println(line.strip()));
            if (identity.made().size() > 1) {
                world.terminal().println("'sennit certs trust-help' tells how to trust the new authority.");
            }
            return 0;
        }

        private DevelopmentIdentity create() throws IOException {
            if (days < 1 || days > MOST_DAYS) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--days must be 1 to " + MOST_DAYS + ", which is as long as all systems accept, but is "
                                + days);
            }
            try {
                CertificateSpec wanted = (client ? forClient() : CertificateSpec.server(names.toArray(String[]::new)))
                        .key(key)
                        .validFor(Duration.ofDays(days));
                return DevelopmentCerts.in(directory, CLOCK).create(names.get(0), wanted);
            } catch (IllegalArgumentException mistake) {
                throw new ParameterException(spec.commandLine(), String.valueOf(mistake.getMessage()), mistake);
            }
        }

        /** Whoever the client is, it is the common name; what looks like an e-mail address or a URI is listed too. */
        private CertificateSpec forClient() {
            List<String> listed = new ArrayList<>(names.subList(1, names.size()));
            String first = names.get(0);
            if (first.contains("@") || first.contains("://")) {
                listed.add(0, SubjectName.of(first).toString());
            }
            return CertificateSpec.client(first, listed.toArray(String[]::new));
        }

        private static String authority(DevelopmentIdentity identity) {
            Optional<String> why = identity.made().stream()
                    .filter(made -> made.file().equals(identity.authorityFile()))
                    .map(Made::reason)
                    .findFirst();
            return identity.authorityFile()
                    + why.map(reason -> " (made anew: " + reason + ")").orElse("");
        }

        /** The words for kinds of key. */
        static final class Kind implements ITypeConverter<KeyAlgorithm> {
            @Override
            public KeyAlgorithm convert(String text) {
                return switch (text) {
                    case "ecdsa" -> KeyAlgorithm.ECDSA_P256;
                    case "ecdsa-p384" -> KeyAlgorithm.ECDSA_P384;
                    case "rsa" -> KeyAlgorithm.RSA_2048;
                    case "rsa-3072" -> KeyAlgorithm.RSA_3072;
                    case "ed25519" -> KeyAlgorithm.ED25519;
                    default ->
                        throw new TypeConversionException("'" + text
                                + "' is no kind of key; expected ecdsa, ecdsa-p384, rsa, rsa-3072 or ed25519");
                };
            }
        }
    }
}
