package dev.sennit.x509.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.certs.KeyAlgorithm;
import dev.sennit.certs.Purpose;
import dev.sennit.certs.SubjectName;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PathTrustTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2030-05-06T07:08:09Z"), ZoneOffset.UTC);
    private static final String HOST = "host.example";

    private static final CertificateAuthority ROOT = root("Root");
    private static final CertificateAuthority MIDDLE = ROOT.intermediate("Middle");
    private static final CertificateAuthority LOWER = MIDDLE.intermediate("Lower");

    @Test
    void believesAServerAndAClientBelowTheRoot() {
        IssuedCertificate both = LOWER.issue(HOST, "192.0.2.1");
        PathTrust trust = trust(ROOT);
        trust.checkServer(both.chain(), HOST);
        trust.checkServer(both.chain(), "192.0.2.1");
        trust.checkClient(both.chain());
        trust.checkClient(LOWER.issue(CertificateSpec.client("alice")).chain());
        assertEquals(List.of(ROOT.certificate().getSubjectX500Principal()), trust.acceptedIssuers());
        assertFalse(trust.mayBlock());
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyAlgorithm.class,
            names = {"ECDSA_P256", "ECDSA_P384", "RSA_2048", "ED25519"})
    void believesEveryKindOfKey(KeyAlgorithm kind) {
        CertificateAuthority root =
                CertificateAuthority.create(CertificateSpec.authority("Root").key(kind), CLOCK);
        trust(root)
                .checkServer(root.issue(CertificateSpec.server(HOST).key(kind)).chain(), HOST);
    }

    @Test
    void believesAChainInAnyOrderWithStrangersAndRepetitions() {
        IssuedCertificate leaf = LOWER.issue(HOST);
        List<X509Certificate> others = new ArrayList<>(List.of(
                LOWER.certificate(),
                MIDDLE.certificate(),
                ROOT.certificate(),
                root("Stranger").certificate(),
                LOWER.certificate()));
        for (int i = 0; i < others.size(); i++) {
            Collections.rotate(others, 1);
            List<X509Certificate> chain = new ArrayList<>(List.of(leaf.certificate()));
            chain.addAll(others);
            trust(ROOT).checkServer(chain, HOST);
        }
    }

    @Test
    void believesFromWhateverLevelIsTrusted() {
        IssuedCertificate leaf = LOWER.issue(HOST);
        trust(MIDDLE).checkServer(leaf.chain(), HOST);
        trust(LOWER).checkServer(leaf.chain().subList(0, 1), HOST);
        PathTrust leafAlone = Trust.of(leaf.certificate()).withClock(CLOCK);
        leafAlone.checkServer(leaf.chain(), HOST);
        refuses(
                leafAlone,
                "other.example",
                leaf,
                46,
                "certificate 'CN=host.example' is for host.example; wanted other.example");
    }

    @Test
    void believesASelfSignedCertificateOnlyIfItIsTrusted() {
        IssuedCertificate own = CertificateAuthority.selfSigned(CertificateSpec.server(HOST), CLOCK);
        Trust.of(own.certificate()).withClock(CLOCK).checkServer(own.chain(), HOST);
        refuses(trust(ROOT), own, 48, "certificate 'CN=host.example' is self-signed and not among those trusted");
        IssuedCertificate old =
                CertificateAuthority.selfSigned(CertificateSpec.server(HOST).expired(), CLOCK);
        refuses(
                Trust.of(old.certificate()).withClock(CLOCK),
                old,
                45,
                "certificate 'CN=host.example' expired on 2030-05-05T07:08:09Z; it is now 2030-05-06T07:08:09Z");
    }

    @Test
    void tellsTheTimeInWholeSeconds() {
        IssuedCertificate own = CertificateAuthority.selfSigned(CertificateSpec.server(HOST), CLOCK);
        InstantSource later = () -> own.certificate().getNotAfter().toInstant().plusNanos(1_123_456_789);
        CertificateRefusedException refused = assertThrows(
                CertificateRefusedException.class,
                () -> Trust.of(own.certificate()).withClock(later).checkServer(own.chain(), HOST));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.matches(".* expired on \\S+:\\d\\dZ; it is now \\S+:\\d\\dZ"), message);
    }

    @Test
    void refusesOutsideTheDatesOfAnyCertificateOfThePath() {
        refuses(
                trust(ROOT),
                LOWER.issue(CertificateSpec.server(HOST).expired()),
                45,
                "certificate 'CN=host.example' expired on 2030-05-05T07:08:09Z; it is now 2030-05-06T07:08:09Z");
        refuses(
                trust(ROOT),
                LOWER.issue(CertificateSpec.server(HOST).notYetValid()),
                45,
                "certificate 'CN=host.example' is not valid before 2030-05-07T07:08:09Z; it is now"
                        + " 2030-05-06T07:08:09Z");
        refuses(
                trust(ROOT),
                ROOT.intermediate(CertificateSpec.authority("Old").expired())
                        .issue(CertificateSpec.server(HOST)
                                .valid(CLOCK.instant(), CLOCK.instant().plusSeconds(9))),
                45,
                "certificate 'CN=Old' expired on 2030-05-05T07:08:09Z; it is now 2030-05-06T07:08:09Z");
        CertificateAuthority old =
                CertificateAuthority.create(CertificateSpec.authority("Old").expired(), CLOCK);
        refuses(
                trust(old),
                old.issue(CertificateSpec.server(HOST)
                        .valid(CLOCK.instant(), CLOCK.instant().plusSeconds(9))),
                45,
                "certificate 'CN=Old' expired on 2030-05-05T07:08:09Z; it is now 2030-05-06T07:08:09Z");
    }

    @Test
    void judgesByTheClockItIsGiven() {
        IssuedCertificate leaf = LOWER.issue(HOST);
        Clock later = Clock.offset(CLOCK, Duration.ofDays(91));
        assertThrows(
                CertificateRefusedException.class,
                () -> trust(ROOT).withClock(later).checkServer(leaf.chain(), HOST));
    }

    @Test
    void refusesAnUnknownIssuer() {
        IssuedCertificate leaf = LOWER.issue(HOST);
        refuses(trust(root("Other")), leaf, 48, "certificate 'CN=Middle' has an unknown issuer, 'CN=Root'");
        List<X509Certificate> withoutMiddle = List.of(leaf.certificate(), LOWER.certificate());
        var refused = assertThrows(
                CertificateRefusedException.class, () -> trust(ROOT).checkServer(withoutMiddle, HOST));
        assertEquals("certificate 'CN=Lower' has an unknown issuer, 'CN=Middle'", refused.getMessage());
        assertEquals(48, refused.alert());
    }

    @Test
    void refusesARootOfTheSameNameWithAnotherKey() {
        refuses(
                trust(root("Root")),
                MIDDLE.issue(HOST),
                48,
                "certificate 'CN=Middle' is not signed by the trusted certificate of its issuer's name, which has"
                        + " another key");
    }

    @Test
    void findsTheRightOneAmongAuthoritiesOfTheSameName() {
        CertificateAuthority twin = root("Root");
        trust(twin, ROOT).checkServer(LOWER.issue(HOST).chain(), HOST);
        CertificateAuthority otherMiddle = ROOT.intermediate("Middle");
        IssuedCertificate leaf = MIDDLE.issue(HOST);
        trust(twin, ROOT)
                .checkServer(List.of(leaf.certificate(), otherMiddle.certificate(), MIDDLE.certificate()), HOST);
        var refused = assertThrows(CertificateRefusedException.class, () -> trust(ROOT)
                .checkServer(List.of(leaf.certificate(), otherMiddle.certificate()), HOST));
        assertEquals("certificate 'CN=host.example' has a signature that does not verify", refused.getMessage());
        assertEquals(42, refused.alert());
    }

    @Test
    void endsSoonWhenCertificatesOfOneNameIssueEachOther() {
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(root("Same").issue(HOST).certificate());
        IntStream.range(0, 9).forEach(i -> chain.add(root("Same").certificate()));
        var refused = assertThrows(
                CertificateRefusedException.class, () -> trust(ROOT).checkServer(chain, HOST));
        assertEquals("certificate 'CN=Same' is self-signed and not among those trusted", refused.getMessage());
    }

    @Test
    void refusesTheWrongPurposeAtEveryLevel() {
        IssuedCertificate client = LOWER.issue(CertificateSpec.client("alice", HOST));
        refuses(
                trust(ROOT),
                client,
                43,
                "certificate 'CN=alice' is not for a server: its extended key usage lacks 1.3.6.1.5.5.7.3.1");
        IssuedCertificate server = LOWER.issue(CertificateSpec.server(HOST));
        var refused = assertThrows(
                CertificateRefusedException.class, () -> trust(ROOT).checkClient(server.chain()));
        assertEquals(
                "certificate 'CN=host.example' is not for a client: its extended key usage lacks 1.3.6.1.5.5.7.3.2",
                refused.getMessage());
        CertificateAuthority codeOnly =
                ROOT.intermediate(CertificateSpec.authority("Code").purposes(Purpose.CODE_SIGNING));
        refuses(
                trust(ROOT),
                codeOnly.issue(HOST),
                43,
                "certificate 'CN=Code' is not for a server: its extended key usage lacks 1.3.6.1.5.5.7.3.1");
        trust(ROOT)
                .checkServer(LOWER.issue(CertificateSpec.leaf(HOST).purposes()).chain(), HOST);
    }

    @Test
    void refusesWhatIsTooWeak() {
        refuses(
                trust(ROOT),
                ROOT.issue(CertificateSpec.server(HOST).key(KeyAlgorithm.RSA_1024)),
                42,
                "certificate 'CN=host.example' has an RSA key of 1024 bits; wanted 2048 to 8192");
        CertificateAuthority weak =
                CertificateAuthority.create(CertificateSpec.authority("Weak").key(KeyAlgorithm.RSA_1024), CLOCK);
        refuses(
                trust(weak),
                weak.issue(HOST),
                42,
                "certificate 'CN=Weak' has an RSA key of 1024 bits; wanted 2048 to 8192");
        refuses(
                trust(ROOT),
                ROOT.issue(CertificateSpec.server(HOST).signedWithSha1()),
                42,
                "certificate 'CN=host.example' is signed with SHA1withECDSA; wanted a signature with SHA-256 or"
                        + " stronger");
        refuses(
                trust(ROOT),
                ROOT.intermediate(CertificateSpec.authority("Sha1").signedWithSha1())
                        .issue(HOST),
                42,
                "certificate 'CN=Sha1' is signed with SHA1withECDSA; wanted a signature with SHA-256 or stronger");
    }

    @Test
    void believesARootThatHasSignedItselfWithSha1() {
        CertificateAuthority old =
                CertificateAuthority.create(CertificateSpec.authority("Old").signedWithSha1(), CLOCK);
        trust(old).checkServer(old.issue(HOST).chain(), HOST);
    }

    @Test
    void refusesAnIssuerThatIsNoAuthority() {
        IssuedCertificate leaf = ROOT.issue("leaf.example");
        CertificateAuthority impostor =
                CertificateAuthority.of(List.of(leaf.certificate(), ROOT.certificate()), leaf.key(), CLOCK);
        refuses(
                trust(ROOT),
                impostor.issue(HOST),
                48,
                "certificate 'CN=leaf.example' has issued the one before it and may not (key usage)");
        refuses(
                trust(ROOT),
                ROOT.intermediate(CertificateSpec.authority("Half").withoutAuthorityBit())
                        .issue(HOST),
                48,
                "certificate 'CN=Half' has issued the one before it and is no authority (basic constraints)");
    }

    @Test
    void refusesMoreAuthoritiesThanOnePermits() {
        CertificateAuthority last =
                ROOT.intermediate(CertificateSpec.authority("Last").pathLength(0));
        trust(ROOT).checkServer(last.issue(HOST).chain(), HOST);
        refuses(
                trust(ROOT),
                last.intermediate("Too deep").issue(HOST),
                48,
                "certificate 'CN=Too deep' has more authorities below it than it permits (path length)");
    }

    @Test
    void refusesANameThatItsAuthorityMayNotGive() {
        CertificateAuthority narrow =
                ROOT.intermediate(CertificateSpec.authority("Narrow").permitting("inside.example"));
        trust(ROOT).checkServer(narrow.issue("a.inside.example").chain(), "a.inside.example");
        refuses(
                trust(ROOT),
                narrow.issue(HOST),
                42,
                "certificate 'CN=host.example' has a name that an authority above it may not give (name constraints)");
    }

    @Test
    void refusesAnotherHostsCertificate() {
        IssuedCertificate leaf = LOWER.issue(HOST);
        refuses(
                trust(ROOT),
                "other.example",
                leaf,
                46,
                "certificate 'CN=host.example' is for host.example; wanted other.example");
        refuses(
                trust(ROOT),
                "not a name",
                leaf,
                46,
                "no certificate can be for 'not a name': neither a host name nor an IP address");
    }

    @Test
    void refusesTooManyCertificatesAndTooManyBytesAndNone() {
        IssuedCertificate leaf = LOWER.issue(HOST);
        List<X509Certificate> many = Collections.nCopies(33, leaf.certificate());
        assertRefused(42, "the peer sent 33 certificates; the limit is 32", () -> trust(ROOT)
                .checkServer(many, HOST));
        List<X509Certificate> four = Collections.nCopies(4, leaf.certificate());
        assertRefused(42, "the peer sent 4 certificates; the limit is 3", () -> trust(ROOT)
                .withChainLimits(3, 1 << 20)
                .checkServer(four, HOST));
        assertRefused(42, "the peer sent no certificate", () -> trust(ROOT).checkServer(List.of(), HOST));
        List<SubjectName> names = IntStream.range(0, 1000)
                .<SubjectName>mapToObj(i -> new SubjectName.Dns("n" + i + "." + "a".repeat(60) + ".example"))
                .toList();
        X509Certificate large = ROOT.issue(CertificateSpec.leaf(names)).certificate();
        List<X509Certificate> two = List.of(large, large);
        var refused = assertThrows(
                CertificateRefusedException.class, () -> trust(ROOT).checkServer(two, HOST));
        assertEquals(
                "the peer sent certificates of N bytes; the limit is 131072",
                String.valueOf(refused.getMessage()).replaceAll("of \\d+", "of N"));
    }

    @Test
    void showsASubjectInOneBoundedLine() {
        CertificateSpec spec = CertificateSpec.server(HOST)
                .commonName("a\nb\u202ec" + "x".repeat(40))
                .expired();
        refuses(
                trust(ROOT),
                ROOT.issue(spec),
                45,
                "certificate 'CN=a?b?c" + "x".repeat(40)
                        + "' expired on 2030-05-05T07:08:09Z; it is now 2030-05-06T07:08:09Z");
    }

    @Test
    void refusesToTrustNobody() {
        assertThrows(IllegalArgumentException.class, () -> Trust.of());
    }

    static void refuses(Trust trust, IssuedCertificate peer, int alert, String message) {
        refuses(trust, HOST, peer, alert, message);
    }

    private static void refuses(Trust trust, String host, IssuedCertificate peer, int alert, String message) {
        assertRefused(alert, message, () -> trust.checkServer(peer.chain(), host));
    }

    static void assertRefused(int alert, String message, Runnable check) {
        var refused = assertThrows(CertificateRefusedException.class, check::run);
        assertEquals(message, refused.getMessage());
        assertEquals(alert, refused.alert());
    }

    private static CertificateAuthority root(String name) {
        return CertificateAuthority.create(CertificateSpec.authority(name), CLOCK);
    }

    private static PathTrust trust(CertificateAuthority... authorities) {
        X509Certificate[] certificates = new X509Certificate[authorities.length];
        for (int i = 0; i < authorities.length; i++) {
            certificates[i] = authorities[i].certificate();
        }
        return Trust.of(certificates).withClock(CLOCK);
    }
}
