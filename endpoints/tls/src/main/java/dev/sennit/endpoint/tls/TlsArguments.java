package dev.sennit.endpoint.tls;

import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.endpoint.schema.ArgumentRule;
import dev.sennit.endpoint.schema.ArgumentText;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.Secret;
import dev.sennit.endpoint.tls.TlsEndpoint.Engine;
import dev.sennit.tls.ResumptionSettings;
import dev.sennit.tls.TlsImplementation;
import dev.sennit.tls.TlsLimits;
import dev.sennit.tls.TlsSettings;
import dev.sennit.tls.TlsVersion;
import dev.sennit.x509.key.KeyFiles;
import dev.sennit.x509.pem.RevocationFile;
import dev.sennit.x509.trust.PathTrust;
import dev.sennit.x509.trust.Revocation;
import dev.sennit.x509.trust.Trust;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The arguments and rules of both TLS types, and the settings that the arguments stand for. */
final class TlsArguments {
    static final Argument<Path> KEY = Argument.optional(
                    "key",
                    ArgumentKind.path(),
                    "File of the private key, in PEM or PKCS#12; the file of cert= unless given.")
            .aliases("privateKey");
    static final Argument<Secret> KEY_PASSWORD = Argument.optional(
            "keyPassword",
            ArgumentKind.secret(),
            "Password of the private key if it is encrypted, and of PKCS#12 files.");
    static final Argument<List<String>> ALPN = Argument.optional(
            "alpn",
            ArgumentKind.list(ArgumentKind.of(
                    "1 to 255 bytes", text -> Optional.of(text).filter(TlsArguments::isAlpn), text -> text)),
            List.of(),
            "Application protocols to negotiate, best first, as in h2,http/1.1.");
    static final Argument<TlsVersion> MIN_VERSION =
            Argument.optional("minVersion", versionKind(), TlsVersion.TLS_1_2, "Oldest version of TLS.");
    static final Argument<TlsVersion> MAX_VERSION =
            Argument.optional("maxVersion", versionKind(), TlsVersion.TLS_1_3, "Newest version of TLS.");
    static final Argument<Path> KEY_LOG = Argument.optional(
            "keyLog",
            ArgumentKind.path(),
            "File to which each connection's secrets are appended, for Wireshark: they decrypt the traffic.");
    static final Argument<List<Path>> CRL = Argument.optional(
            "crl",
            ArgumentKind.list(ArgumentKind.path()),
            List.of(),
            "Files of revocation lists in PEM or DER, read again when they change; each issuer needs one in force.");
    static final Argument<Long> CRL_LIMIT = Argument.optional(
            "crlLimit",
            ArgumentKind.size(),
            (long) RevocationFile.DEFAULT_MAX_BYTES,
            "Largest size of a file of crl=, at most 1GiB.");
    static final Argument<Engine> ENGINE = Argument.optional(
            "engine",
            ArgumentKind.choice(Engine.class),
            Engine.BC,
            "Implementation of TLS: BouncyCastle (bc) or the JDK (jdk).");

    static final Argument<Long> HANDSHAKE_LIMIT = limit(
            "handshakeLimit",
            TlsLimits.DEFAULT.handshakeBytes(),
            "Most bytes that the peer may send before the handshake is done.");
    static final Argument<Long> CERTIFICATE_LIMIT =
            limit("certificateLimit", TlsLimits.DEFAULT.certificateBytes(), "Longest Certificate message of the peer.");
    static final Argument<Long> CERTIFICATE_REQUEST_LIMIT = limit(
            "certificateRequestLimit",
            TlsLimits.DEFAULT.certificateRequestBytes(),
            "Longest CertificateRequest message that a client takes and a server sends.");
    static final Argument<Long> MESSAGE_LIMIT = limit(
            "messageLimit",
            TlsLimits.DEFAULT.messageBytes(),
            "Longest handshake message of any other type; a server without clientCa= takes no more in all.");
    static final Argument<Integer> CHAIN_LIMIT = Argument.optional(
            "chainLimit",
            ArgumentKind.integer(1, 1000),
            TlsLimits.DEFAULT.chainLength(),
            "Most certificates in the peer's chain.");
    private static final long MAX_CRL_BYTES = 1 << 30;

    /** The arguments of both sides, in the order in which the reference shows them. */
    private static final List<Argument<?>> OF_BOTH_SIDES = List.of(
            KEY_PASSWORD,
            CRL,
            CRL_LIMIT,
            ALPN,
            MIN_VERSION,
            MAX_VERSION,
            HANDSHAKE_LIMIT,
            CERTIFICATE_LIMIT,
            CERTIFICATE_REQUEST_LIMIT,
            MESSAGE_LIMIT,
            CHAIN_LIMIT,
            KEY_LOG,
            ENGINE);

    private static final String PLATFORM = "platform";
    private static final long MOST_BYTES = TlsLimits.MAX_MESSAGE_BYTES;
    private static final int MAX_ALPN_BYTES = 255;

    private TlsArguments() {}

    /** Returns the arguments of one side, with those of both sides at their place. */
    static Argument<?>[] between(List<Argument<?>> before, List<Argument<?>> after) {
        return Stream.of(before, OF_BOTH_SIDES, after).flatMap(List::stream).toArray(Argument<?>[]::new);
    }

    /** Returns the rules of both sides. */
    static List<ArgumentRule> rules() {
        List<ArgumentRule> rules = new ArrayList<>(List.of(
                ArgumentRule.holds(
                        MAX_VERSION,
                        all -> all.get(MIN_VERSION).compareTo(all.get(MAX_VERSION)) <= 0,
                        "maxVersion must not be below minVersion"),
                ArgumentRule.holds(
                        KEY_LOG,
                        all -> !all.isGiven(KEY_LOG) || all.get(ENGINE) == Engine.BC,
                        "keyLog needs engine=bc: the JDK does not export its secrets"),
                notEmpty(ALPN),
                notEmpty(CRL),
                ArgumentRule.holds(
                        CRL_LIMIT,
                        all -> all.get(CRL_LIMIT) >= 1 && all.get(CRL_LIMIT) <= MAX_CRL_BYTES,
                        "crlLimit must be 1 byte to 1GiB"),
                ArgumentRule.holds(
                        CRL_LIMIT, all -> !all.isGiven(CRL_LIMIT) || all.isGiven(CRL), "crlLimit needs crl=")));
        rules.addAll(limitRules());
        return rules;
    }

    /** Returns the settings for the arguments of both sides. */
    static TlsSettings settings(Arguments arguments, Duration handshakeTimeout) {
        TlsSettings settings = TlsSettings.DEFAULT
                .withImplementation(implementation(arguments.get(ENGINE)))
                .withVersions(arguments.get(MIN_VERSION), arguments.get(MAX_VERSION))
                .withAlpn(arguments.get(ALPN).toArray(String[]::new))
                .withLimits(limits(arguments).withHandshakeTimeout(handshakeTimeout));
        // The peer of a resumed session is not checked again, and its certificate may have been revoked since.
        TlsSettings judging = arguments.isGiven(CRL) ? settings.withSessions(ResumptionSettings.NONE) : settings;
        return arguments.find(KEY_LOG).map(judging::withKeyLog).orElse(judging);
    }

    private static TlsImplementation implementation(Engine engine) {
        return switch (engine) {
            case BC -> TlsImplementation.BOUNCY_CASTLE;
            case JDK -> TlsImplementation.JDK;
        };
    }

    private static TlsLimits limits(Arguments arguments) {
        return TlsLimits.DEFAULT
                .withHandshakeBytes(bytes(arguments, HANDSHAKE_LIMIT))
                .withCertificateBytes(bytes(arguments, CERTIFICATE_LIMIT))
                .withCertificateRequestBytes(bytes(arguments, CERTIFICATE_REQUEST_LIMIT))
                .withMessageBytes(bytes(arguments, MESSAGE_LIMIT))
                .withChainLength(arguments.get(CHAIN_LIMIT));
    }

    private static int bytes(Arguments arguments, Argument<Long> limit) {
        return Math.toIntExact(arguments.get(limit));
    }

    private static Argument<Long> limit(String name, int standard, String what) {
        return Argument.optional(name, ArgumentKind.size(), (long) standard, what);
    }

    /** Returns the rules of the limits: their ranges, and the engine that enforces them. */
    private static List<ArgumentRule> limitRules() {
        List<ArgumentRule> rules = new ArrayList<>();
        for (Argument<Long> limit :
                List.of(HANDSHAKE_LIMIT, CERTIFICATE_LIMIT, CERTIFICATE_REQUEST_LIMIT, MESSAGE_LIMIT)) {
            rules.add(ArgumentRule.holds(
                    limit,
                    all -> all.get(limit) >= 1 && all.get(limit) <= MOST_BYTES,
                    limit + " must be 1 to " + MOST_BYTES + " bytes"));
        }
        for (Argument<?> limit : List.of(CERTIFICATE_LIMIT, CERTIFICATE_REQUEST_LIMIT, MESSAGE_LIMIT, CHAIN_LIMIT)) {
            rules.add(ArgumentRule.holds(
                    limit,
                    all -> !all.isGiven(limit) || all.get(ENGINE) == Engine.BC,
                    limit + " needs engine=bc: the JDK's limits are its system properties"
                            + " jdk.tls.maxHandshakeMessageSize and jdk.tls.maxCertificateChainLength"));
        }
        return rules;
    }

    /** Returns the trust in these authorities, or the platform's if there are none, that asks the lists of {@link #CRL}. Blocks. */
    static Trust trust(List<Path> authorities, Arguments arguments) {
        PathTrust found = authorities.isEmpty() ? Trust.platform() : Trust.pem(authorities.toArray(Path[]::new));
        PathTrust trust = found.withChainLimits(arguments.get(CHAIN_LIMIT), bytes(arguments, CERTIFICATE_LIMIT));
        List<Path> lists = arguments.get(CRL);
        int limit = Math.toIntExact(arguments.get(CRL_LIMIT));
        return lists.isEmpty() ? trust : trust.withRevocation(Revocation.lists(limit, lists.toArray(Path[]::new)));
    }

    /** Returns the files of a certified key, which may be one file; empty if none is named. */
    static Optional<KeyFiles> keyFiles(
            Arguments arguments, Argument<Path> cert, Argument<Path> key, Optional<Path> chain) {
        Optional<Path> keyFile = arguments.find(key);
        Optional<Path> certFile = arguments.find(cert).or(() -> keyFile);
        return certFile.map(certificates -> {
            KeyFiles files = KeyFiles.of(certificates, keyFile.orElse(certificates));
            KeyFiles whole = chain.map(files::withChain).orElse(files);
            return keyPassword(arguments).map(whole::withPassword).orElse(whole);
        });
    }

    /** Returns the password of the key, if one is given. */
    static Optional<char[]> keyPassword(Arguments arguments) {
        return arguments.find(KEY_PASSWORD).map(Secret::reveal).map(String::toCharArray);
    }

    /** Returns the rule that a list is not empty if it is given. */
    static <T> ArgumentRule notEmpty(Argument<List<T>> list) {
        return ArgumentRule.holds(
                list,
                all -> !all.isGiven(list) || !all.get(list).isEmpty(),
                list + " must not be empty: leave it out for none");
    }

    /** Returns the rule that a timeout is more than zero. */
    static ArgumentRule moreThanZero(Argument<Duration> limit) {
        return ArgumentRule.holds(
                limit, all -> all.find(limit).filter(Duration::isZero).isEmpty(), limit + " must be more than zero");
    }

    /** Returns the kind of files and directories of trusted certificates; the empty list stands for those of the platform. */
    static ArgumentKind<List<Path>> trustKind() {
        return new TrustKind(ArgumentKind.list(ArgumentKind.path()));
    }

    /** Returns the kind of the SHA-256 of a public key. */
    static ArgumentKind<String> pinKind() {
        return ArgumentKind.of(
                "the SHA-256 of a key in Base64, as in sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
                text -> Optional.of(text).filter(TlsArguments::isPin),
                text -> text);
    }

    private static ArgumentKind<TlsVersion> versionKind() {
        return ArgumentKind.of(
                "1.2 or 1.3",
                text -> switch (text) {
                    case "1.2" -> Optional.of(TlsVersion.TLS_1_2);
                    case "1.3" -> Optional.of(TlsVersion.TLS_1_3);
                    default -> Optional.empty();
                },
                version -> version == TlsVersion.TLS_1_2 ? "1.2" : "1.3");
    }

    private static boolean isAlpn(String text) {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        return length >= 1 && length <= MAX_ALPN_BYTES;
    }

    private static boolean isPin(String text) {
        try {
            Trust.pinsOnly(text);
            return true;
        } catch (IllegalArgumentException noPin) {
            return false;
        }
    }

    private record TrustKind(ArgumentKind<List<Path>> files) implements ArgumentKind<List<Path>> {
        @Override
        public List<Path> parse(ArgumentText text) {
            return text.text().equals(PLATFORM) ? List.of() : filesOf(text);
        }

        private List<Path> filesOf(ArgumentText text) {
            List<Path> found = files.parse(text);
            if (found.isEmpty() || found.contains(Path.of(PLATFORM))) {
                throw text.mustBe(rule());
            }
            return found;
        }

        @Override
        public String format(List<Path> value) {
            return value.isEmpty() ? PLATFORM : files.format(value);
        }

        @Override
        public void check(String name, List<Path> value) {
            files.check(name, value);
            ArgumentKind.super.check(name, value);
        }

        @Override
        public String rule() {
            return "platform, or PEM files and directories of them with commas between";
        }
    }
}
