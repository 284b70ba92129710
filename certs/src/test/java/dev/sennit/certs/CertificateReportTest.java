package dev.sennit.certs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CertificateReportTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final CertificateAuthority ROOT =
            CertificateAuthority.create(CertificateSpec.authority("root"), Clock.fixed(NOW, ZoneOffset.UTC));

    /** Made by OpenSSL 3.0.19, which says of it what the test expects. */
    private static final String MADE_BY_OPENSSL = """
        -----BEGIN CERTIFICATE-----
        MIIBlTCCATygAwIBAgIUY3r/99cCsss6uEfH+jTQWtgJig4wCgYIKoZIzj0EAwIw
        ETEPMA0GA1UEAwwGYS50ZXN0MB4XDTI2MTEyMTE1MzA1OFoXDTM2MTExODE1MzA1
        OFowETEPMA0GA1UEAwwGYS50ZXN0MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAE0fUa
        2iCL6oK49acVnpy7PenCMTN0sVv8rEFUZJnhXlN22kzaN8ohVtNhm5EC+LGdkrfQ
        VZAbX8cDKOhzrwJYQqN1MHMwDAYDVR0TAQH/BAIwADAlBgNVHREEHjAcggZhLnRl
        c3SGEmh0dHA6Ly9hLnRlc3QvG1sySjAdBgNVHSUEFjAUBggrBgEFBQcDAgYIKwYB
        BQUHAxEwHQYDVR0OBBYEFCHIHAhgCwAUUPvP+9W/eVKrQOAwMAoGCCqGSM49BAMC
        A0cAMEQCIGe7fp3xgb++zfok7QKLmXLYdW3R2sciN6XDRctDRBA2AiAB+1UOEA4Z
        b+CVz89JREBDZgToVDww/EDQH8bLbMhHCw==
        -----END CERTIFICATE-----
        """;

    @Test
    void tellsAllThatPeopleAskOfAChain() {
        CertificateAuthority lower =
                ROOT.intermediate(CertificateSpec.authority("lower").key(KeyAlgorithm.RSA_2048));
        IssuedCertificate leaf = lower.issue("localhost", "*.example.org", "::1", "a@example.org");

        String report = CertificateReport.of(leaf.chain(), NOW).text();

        assertEquals(
                """
                Certificate 1 of 2: leaf
                  subject    CN=localhost
                  names      DNS localhost, DNS *.example.org, IP ::1, e-mail a@example.org
                  issuer     CN=lower
                  valid      2026-03-01T11:00:00Z to 2026-05-30T12:00:00Z, 90 days left
                  key        ECDSA P-256
                  signature  SHA256withRSA
                  purposes   server, client
                  serial     SERIAL
                  SHA-256    FINGERPRINT
                  SPKI pin   PIN

                Certificate 2 of 2: intermediate authority
                  subject    CN=lower
                  names      (none)
                  issuer     CN=root
                  valid      2026-03-01T11:00:00Z to 2036-02-27T12:00:00Z, 3650 days left
                  key        RSA 2048 bits
                  signature  SHA256withECDSA
                  purposes   (any)
                  serial     SERIAL
                  SHA-256    FINGERPRINT
                  SPKI pin   PIN

                Chain: in order, up to CN=root, which clients have to trust
                Problems: none
                """,
                report.replaceAll("serial     [0-9a-f]+", "serial     SERIAL")
                        .replaceAll("([0-9A-F]{2}:){31}[0-9A-F]{2}", "FINGERPRINT")
                        .replaceAll("pin   [A-Za-z0-9+/]{43}=", "pin   PIN"));
    }

    @Test
    void saysWhatOpensslSaysOfItsOwn() throws Exception {
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(MADE_BY_OPENSSL.getBytes(StandardCharsets.US_ASCII)));

        CertificateSummary summary = CertificateSummary.of(certificate, NOW);

        assertEquals(
                "C7:A6:2F:20:75:55:55:D6:0E:A8:92:0D:A4:8D:BF:72:10:A9:3B:B6:12:65:38:10:3C:17:10:0E:F0:05:C0:87",
                summary.fingerprint());
        assertEquals("SjNkTQLkWSgrjp907MPLZiybabWnH1n11tm2wrvsSys=", summary.pin());
        assertEquals("637afff7d702b2cb3ab847c7fa34d05ad8098a0e", summary.serial());
        assertEquals("ECDSA on the curve 1.3.132.0.10", summary.key());
        assertEquals("SHA256withECDSA", summary.signature());
        assertEquals(List.of("client", "1.3.6.1.5.5.7.3.17"), summary.purposes());
        assertEquals(List.of("DNS a.test", "URI http://a.test/\\u{1b}[2J"), summary.names());
        assertEquals("leaf, self-signed", summary.kind());
    }

    static Stream<Arguments> keys() {
        return Stream.of(
                Arguments.of(KeyAlgorithm.ECDSA_P256, "ECDSA P-256"),
                Arguments.of(KeyAlgorithm.ECDSA_P384, "ECDSA P-384"),
                Arguments.of(KeyAlgorithm.RSA_1024, "RSA 1024 bits"),
                Arguments.of(KeyAlgorithm.RSA_3072, "RSA 3072 bits"),
                Arguments.of(KeyAlgorithm.ED25519, "Ed25519"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keys")
    void namesTheKindOfKey(KeyAlgorithm kind, String text) {
        assertEquals(text, summary(leaf().key(kind), NOW).key());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "2026-03-01T10:59:59Z, is not valid before 2026-03-01T11:00:00Z, 90 days left",
        "2026-03-01T11:00:00Z, '',                                       90 days left",
        "2026-05-23T11:59:59Z, '',                                       7 days left",
        "2026-05-23T12:00:01Z, expires soon: 6 days left,                6 days left",
        "2026-05-29T11:00:00Z, expires soon: 1 day left,                 1 day left",
        "2026-05-30T09:00:00Z, expires soon: 3 hours left,               3 hours left",
        "2026-05-30T11:30:00Z, expires soon: less than an hour left,     less than an hour left",
        "2026-05-30T12:00:01Z, expired on 2026-05-30,                    less than an hour over",
        "2026-06-02T12:00:00Z, expired on 2026-05-30,                    3 days over",
    })
    void judgesTheTime(Instant now, String problem, String left) {
        CertificateSummary summary = summary(leaf(), now);

        assertEquals(problem.isEmpty() ? List.of() : List.of(problem), summary.problems());
        assertTrue(summary.text().contains("2026-05-30T12:00:00Z, " + left + "\n"), summary.text());
    }

    static Stream<Arguments> problems() {
        return Stream.of(
                Arguments.of("nothing", leaf(), ""),
                Arguments.of("expired", leaf().expired(), "expired on 2026-02-28"),
                Arguments.of(
                        "a small RSA key",
                        leaf().key(KeyAlgorithm.RSA_1024),
                        "its RSA key of 1024 bits is weak; at least 2048 are asked for"),
                Arguments.of("SHA-1", leaf().signedWithSha1(), "is signed over SHA-1, which can be forged"),
                Arguments.of(
                        "no names",
                        leaf().withoutNames(),
                        "lists no names: clients look at nothing else, and never at the common name (RFC 9525)"),
                Arguments.of("no names, but for a client", CertificateSpec.client("alice"), ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("problems")
    void saysWhatIsWrongWithACertificate(String name, CertificateSpec spec, String problem) {
        CertificateReport report = CertificateReport.of(ROOT.issue(spec).chain(), NOW);

        assertEquals(problem.isEmpty() ? List.of() : List.of("certificate 1 " + problem), report.problems());
        assertTrue(
                report.text()
                        .endsWith(
                                problem.isEmpty()
                                        ? "Problems: none\n"
                                        : "Problems:\n  certificate 1 " + problem + "\n"),
                report.text());
    }

    static Stream<Arguments> chains() {
        CertificateAuthority upper = ROOT.intermediate("upper");
        CertificateAuthority lower = upper.intermediate("lower");
        CertificateAuthority impostor = upper.intermediate("lower");
        X509Certificate leaf = lower.issue("localhost").certificate();
        X509Certificate alone = CertificateAuthority.selfSigned(leaf(), Clock.fixed(NOW, ZoneOffset.UTC))
                .certificate();
        CertificateAuthority noAuthority =
                ROOT.intermediate(CertificateSpec.authority("no CA").withoutAuthorityBit());
        return Stream.of(
                chain("a whole chain", "in order, up to CN=root, which clients have to trust", "", leaf, lower, upper),
                chain(
                        "with its root",
                        "in order, with the root, which clients have to trust and which need not be sent to them",
                        "",
                        leaf,
                        lower,
                        upper,
                        ROOT),
                chain("a leaf alone", "in order, up to CN=lower, which clients have to trust", "", leaf),
                chain("a self-signed leaf", "it vouches for itself: clients have to trust it", "", alone),
                chain("a root", "it vouches for itself: clients have to trust it", "", ROOT),
                chain(
                        "the wrong order",
                        "not in order",
                        "certificate 1 was not issued by certificate 2, but by certificate 3: wrong order"
                                + " | certificate 2 was not issued by certificate 3",
                        leaf,
                        upper,
                        lower),
                chain("a gap", "not in order", "certificate 1 was not issued by certificate 2", leaf, upper),
                chain(
                        "another of the same name",
                        "not in order",
                        "certificate 1 was not issued by certificate 2: the name is right, the key is not",
                        leaf,
                        impostor,
                        upper),
                chain("the same twice", "not in order", "certificate 2 is certificate 1 again", leaf, leaf, lower),
                chain(
                        "no authority",
                        "not in order",
                        "certificate 2 issued certificate 1 but is no authority",
                        noAuthority.issue("localhost").certificate(),
                        noAuthority),
                chain(
                        "more after the root",
                        "not in order",
                        "certificate 1 was not issued by certificate 2, but by itself",
                        ROOT,
                        upper));
    }

    private static Arguments chain(String name, String order, String problems, Object... certificates) {
        List<X509Certificate> chain = new ArrayList<>();
        for (Object one : certificates) {
            chain.add(one instanceof CertificateAuthority authority ? authority.certificate() : (X509Certificate) one);
        }
        return Arguments.of(name, chain, order, problems);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("chains")
    void judgesTheOrder(String name, List<X509Certificate> chain, String order, String problems) {
        CertificateReport report = CertificateReport.of(chain, NOW);

        assertEquals(order, report.order());
        List<String> ofTheOrder = report.problems().stream()
                .filter(problem -> !problem.contains("lists no names"))
                .toList();
        assertEquals(problems, String.join(" | ", ofTheOrder));
    }

    @Test
    void saysNothingOfTheHashOfARoot() {
        CertificateAuthority old = CertificateAuthority.create(
                CertificateSpec.authority("old").signedWithSha1(), Clock.fixed(NOW, ZoneOffset.UTC));

        assertEquals(List.of(), CertificateReport.of(List.of(old.root()), NOW).problems());
        assertEquals(
                List.of("certificate 1 is signed over SHA-1, which can be forged"),
                CertificateReport.of(
                                List.of(ROOT.intermediate(
                                                CertificateSpec.authority("old").signedWithSha1())
                                        .certificate()),
                                NOW)
                        .problems());
    }

    @Test
    void showsNoControlCharacters() {
        CertificateSummary summary = summary(leaf().commonName("a\u001b[2J\u202eb\nc\uD83E\uDDF6"), NOW);

        assertEquals("CN=a\\u{1b}[2J\\u{202e}b\\u{a}c\uD83E\uDDF6", summary.subject());
        assertFalse(summary.text().contains("\u001b"), summary.text());
    }

    @Test
    void refusesAnEmptyChain() {
        assertThrows(IllegalArgumentException.class, () -> CertificateReport.of(List.of(), NOW));
    }

    @Test
    void tellsHowToTrustTheAuthority() {
        String help = DevelopmentCerts.in(Path.of("certs")).trustHelp();

        for (String place : List.of("Debian", "Fedora", "macOS", "Windows", "Firefox", "Java", "curl", "Python")) {
            assertTrue(help.contains(place), place);
        }
        assertTrue(help.contains("curl --cacert certs/ca.pem https://localhost:8443/\n"), help);
        assertFalse(help.contains("@"), "nothing left to fill in: " + help);
        assertTrue(help.lines().allMatch(line -> line.length() <= 120), "lines that fit");
    }

    @Test
    void quotesTheFileForAShell() {
        String help = DevelopmentCerts.in(Path.of("my certs", "it's")).trustHelp();
        assertTrue(help.contains("curl --cacert 'my certs/it'\\''s/ca.pem' "), help);
    }

    private static CertificateSpec leaf() {
        return CertificateSpec.server("localhost");
    }

    private static CertificateSummary summary(CertificateSpec spec, Instant now) {
        return CertificateSummary.of(ROOT.issue(spec).certificate(), now);
    }
}
