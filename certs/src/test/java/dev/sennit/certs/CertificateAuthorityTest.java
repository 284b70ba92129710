package dev.sennit.certs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.CertificateAuthority.OcspStatus;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.security.Signature;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class CertificateAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final CertificateAuthority authority = CertificateAuthority.create(CLOCK);

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void issuesForAndSignsWithEveryKindOfKey(KeyAlgorithm kind) throws Exception {
        CertificateAuthority root =
                CertificateAuthority.create(CertificateSpec.authority("root").key(kind), CLOCK);
        IssuedCertificate leaf = root.issue(CertificateSpec.leaf("localhost").key(kind));

        new Pkix(root.root(), NOW).validate(leaf.chain());
        assertTrue(keysBelongTogether(leaf), "key of " + kind);
    }

    @Test
    void issuesGoodCertificatesByDefault() throws Exception {
        X509Certificate leaf = authority.issue("localhost", "127.0.0.1").certificate();

        assertEquals("CN=localhost", leaf.getSubjectX500Principal().getName());
        assertEquals("SHA256withECDSA", leaf.getSigAlgName());
        assertEquals(NOW.minus(Duration.ofHours(1)), leaf.getNotBefore().toInstant());
        assertEquals(NOW.plus(Duration.ofDays(90)), leaf.getNotAfter().toInstant());
        assertEquals(-1, leaf.getBasicConstraints());
        assertEquals(List.of(Purpose.SERVER.oid(), Purpose.CLIENT.oid()), leaf.getExtendedKeyUsage());
        assertEquals(List.of(0), usageBits(leaf));
        assertArrayEquals(keyIdentifier(authority.root()), authorityKeyIdentifier(leaf));
        assertFalse(Arrays.equals(keyIdentifier(leaf), keyIdentifier(authority.root())));
    }

    @Test
    void makesRootsThatMayOnlySign() {
        X509Certificate root = authority.root();

        assertEquals(Integer.MAX_VALUE, root.getBasicConstraints());
        assertEquals(List.of(0, 5, 6), usageBits(root));
        assertEquals(NOW.plus(Duration.ofDays(3650)), root.getNotAfter().toInstant());
        assertArrayEquals(keyIdentifier(root), authorityKeyIdentifier(root));
    }

    @Test
    void lettsRsaKeysEncipherToo() {
        X509Certificate leaf = authority
                .issue(CertificateSpec.leaf("localhost").key(KeyAlgorithm.RSA_2048))
                .certificate();

        assertEquals(List.of(0, 2), usageBits(leaf));
    }

    @Test
    void namesAllThatItWasAskedTo() throws Exception {
        X509Certificate leaf = authority
                .issue("example.org", "*.example.org", "10.1.2.3", "2001:db8::1", "a@example.org", "spiffe://x/y")
                .certificate();

        assertEquals(
                List.of(
                        List.of(2, "example.org"),
                        List.of(2, "*.example.org"),
                        List.of(7, "10.1.2.3"),
                        List.of(7, "2001:db8:0:0:0:0:0:1"),
                        List.of(1, "a@example.org"),
                        List.of(6, "spiffe://x/y")),
                List.copyOf(leaf.getSubjectAlternativeNames()));
    }

    @Test
    void givesEveryCertificateARandomSerialNumberOfAtMost127Bits() {
        X509Certificate one = authority.issue("a.test").certificate();
        X509Certificate other = authority.issue("a.test").certificate();

        assertNotEquals(one.getSerialNumber(), other.getSerialNumber());
        for (X509Certificate certificate : List.of(one, other)) {
            int bits = certificate.getSerialNumber().bitLength();
            assertTrue(bits > 80 && bits <= 127, "bits: " + bits);
            assertEquals(1, certificate.getSerialNumber().signum());
        }
    }

    @Test
    void leavesOutACommonNameThatIsTooLong() {
        String name = "a".repeat(60) + ".example.org";
        X509Certificate leaf = authority.issue(name).certificate();

        assertEquals("", leaf.getSubjectX500Principal().getName());
        assertTrue(leaf.getCriticalExtensionOIDs().contains("2.5.29.17"), "critical: names");
    }

    @Test
    void issuesNothingThatOutlivesTheAuthority() {
        CertificateAuthority brief =
                CertificateAuthority.create(CertificateSpec.authority("brief").validFor(Duration.ofDays(10)), CLOCK);

        assertEquals(
                brief.root().getNotAfter(), brief.issue("a.test").certificate().getNotAfter());
    }

    @Test
    void chainsThroughIntermediateAuthorities() throws Exception {
        CertificateAuthority lower = authority.intermediate("upper").intermediate("lower");
        IssuedCertificate leaf = lower.issue("localhost");

        assertEquals(
                List.of("CN=localhost", "CN=lower", "CN=upper"),
                leaf.chain().stream()
                        .map(certificate ->
                                certificate.getSubjectX500Principal().getName())
                        .toList());
        assertEquals(authority.root(), lower.root());
        new Pkix(authority.root(), NOW).validate(leaf.chain());
        assertThrows(GeneralSecurityException.class, () -> new Pkix(authority.root(), NOW)
                .validate(leaf.chain().subList(0, 2)));
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of("expired", leaf().expired(), BasicReason.EXPIRED),
                Arguments.of("not yet valid", leaf().notYetValid(), BasicReason.NOT_YET_VALID),
                Arguments.of(
                        "a period in the past",
                        leaf().valid(NOW.minusSeconds(9), NOW.minusSeconds(1)),
                        BasicReason.EXPIRED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void issuesBrokenCertificatesThatAreRefused(String name, CertificateSpec spec, Object reason) {
        assertEquals(reason, refused(authority, authority.issue(spec)).getReason());
    }

    static Stream<Arguments> brokenAuthorities() {
        CertificateSpec lower = CertificateSpec.authority("lower");
        return Stream.of(
                Arguments.of("no authority", lower.withoutAuthorityBit(), PKIXReason.NOT_CA_CERT),
                Arguments.of("expired", lower.expired(), BasicReason.EXPIRED),
                Arguments.of("not yet valid", lower.notYetValid(), BasicReason.NOT_YET_VALID),
                Arguments.of("other names permitted", lower.permitting("example.org"), PKIXReason.INVALID_NAME),
                Arguments.of("the name excluded", lower.excluding("localhost"), PKIXReason.INVALID_NAME));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenAuthorities")
    void makesBrokenAuthoritiesThatAreRefused(String name, CertificateSpec spec, Object reason) {
        assertEquals(
                reason,
                refused(authority, authority.intermediate(spec).issue(leaf())).getReason());
    }

    static Stream<Arguments> constraints() {
        return Stream.of(
                Arguments.of("the name", "permit", "localhost", "localhost", true),
                Arguments.of("a name below", "permit", "example.org", "a.b.example.org", true),
                Arguments.of("a name that only ends alike", "permit", "example.org", "notexample.org", false),
                Arguments.of("the address", "permit", "10.1.2.3", "10.1.2.3", true),
                Arguments.of("the next address", "permit", "10.1.2.3", "10.1.2.4", false),
                Arguments.of("an excluded name below", "exclude", "example.org", "a.example.org", false),
                Arguments.of("an excluded address", "exclude", "2001:db8::1", "2001:db8::1", false),
                Arguments.of("what is not excluded", "exclude", "example.org", "example.com", true));
    }

    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource("constraints")
    void limitsTheNamesUnderAnAuthority(String name, String verb, String limit, String subject, boolean good) {
        CertificateSpec spec = CertificateSpec.authority("lower");
        CertificateSpec limited = verb.equals("permit") ? spec.permitting(limit) : spec.excluding(limit);
        // A subject alternative name alone: the JDK would hold the common name against the DNS names too.
        IssuedCertificate leaf = authority
                .intermediate(limited)
                .issue(CertificateSpec.leaf(subject).commonName(""));

        if (good) {
            assertDoesNotThrow(() -> new Pkix(authority.root(), NOW).validate(leaf.chain()));
        } else {
            assertEquals(PKIXReason.INVALID_NAME, refused(authority, leaf).getReason());
        }
    }

    @Test
    void limitsHowManyAuthoritiesMayFollow() {
        CertificateAuthority last =
                authority.intermediate(CertificateSpec.authority("last").pathLength(0));

        assertDoesNotThrow(() ->
                new Pkix(authority.root(), NOW).validate(last.issue("a.test").chain()));
        IssuedCertificate below = last.intermediate("one too many").issue("a.test");
        assertEquals(PKIXReason.PATH_TOO_LONG, refused(authority, below).getReason());
    }

    @Test
    void isRefusedByWhoTrustsAnotherAuthorityOfTheSameName() {
        CertificateAuthority impostor = CertificateAuthority.create(CLOCK);

        assertEquals(authority.root().getSubjectX500Principal(), impostor.root().getSubjectX500Principal());
        assertThrows(GeneralSecurityException.class, () -> new Pkix(authority.root(), NOW)
                .validate(impostor.issue("localhost").chain()));
    }

    @Test
    void describesTheRestOfWhatTestsWantRefused() throws Exception {
        X509Certificate old = issued(leaf().withoutNames());
        assertNull(old.getSubjectAlternativeNames());
        assertEquals("CN=localhost", old.getSubjectX500Principal().getName());
        assertEquals("SHA1withECDSA", issued(leaf().signedWithSha1()).getSigAlgName());
        assertEquals(
                List.of(Purpose.CODE_SIGNING.oid()),
                issued(leaf().purposes(Purpose.CODE_SIGNING)).getExtendedKeyUsage());
        assertNull(issued(leaf().purposes()).getExtendedKeyUsage());
        assertEquals(
                "CN=alice",
                issued(CertificateSpec.client("alice"))
                        .getSubjectX500Principal()
                        .getName());
        assertNull(issued(CertificateSpec.client("alice")).getSubjectAlternativeNames());
        assertTrue(
                issued(leaf().mustStaple()).getNonCriticalExtensionOIDs().contains("1.3.6.1.5.5.7.1.24"),
                "must staple");
        IssuedCertificate alone = CertificateAuthority.selfSigned(leaf(), CLOCK);
        alone.certificate().verify(alone.certificate().getPublicKey());
    }

    @Test
    void listsWhatIsRevoked() throws Exception {
        IssuedCertificate good = authority.issue("good.test");
        IssuedCertificate revoked = authority.issue("revoked.test");
        Pkix pkix = new Pkix(authority.root(), NOW);

        pkix.validateWithCrl(good.chain(), authority.crl(revoked.certificate()));
        pkix.validateWithCrl(revoked.chain(), authority.crl());
        CertPathValidatorException refusal = assertThrows(
                CertPathValidatorException.class,
                () -> pkix.validateWithCrl(revoked.chain(), authority.crl(revoked.certificate())));
        assertEquals(BasicReason.REVOKED, refusal.getReason());
        assertThrows(
                CertPathValidatorException.class,
                () -> pkix.validateWithCrl(
                        good.chain(),
                        authority.at(at(NOW.minus(Duration.ofDays(8)))).crl()),
                "a list that is too old");
    }

    @Test
    void answersWhetherACertificateIsRevoked() throws Exception {
        IssuedCertificate leaf = authority.issue("localhost");
        X509Certificate certificate = leaf.certificate();
        Pkix pkix = new Pkix(authority.root(), NOW);

        pkix.validateWithOcsp(leaf.chain(), authority.ocspResponse(certificate, OcspStatus.GOOD));
        CertPathValidatorException refusal = assertThrows(
                CertPathValidatorException.class,
                () -> pkix.validateWithOcsp(leaf.chain(), authority.ocspResponse(certificate, OcspStatus.REVOKED)));
        assertEquals(BasicReason.REVOKED, refusal.getReason());
        assertThrows(
                CertPathValidatorException.class,
                () -> pkix.validateWithOcsp(leaf.chain(), authority.ocspResponse(certificate, OcspStatus.UNKNOWN)));
        byte[] tooOld = authority.at(at(NOW.minus(Duration.ofDays(8)))).ocspResponse(certificate, OcspStatus.GOOD);
        assertThrows(CertPathValidatorException.class, () -> pkix.validateWithOcsp(leaf.chain(), tooOld));
        byte[] ofAnother = authority.ocspResponse(authority.issue("localhost").certificate(), OcspStatus.GOOD);
        assertThrows(CertPathValidatorException.class, () -> pkix.validateWithOcsp(leaf.chain(), ofAnother));
    }

    @Test
    void saysWhereRevocationIsAnswered() {
        X509Certificate leaf =
                issued(leaf().crlAt(URI.create("http://crl.test/a.crl")).ocspAt(URI.create("http://ocsp.test/")));

        assertTrue(text(leaf, "2.5.29.31").contains("http://crl.test/a.crl"), "CRL distribution point");
        assertTrue(text(leaf, "1.3.6.1.5.5.7.1.1").contains("http://ocsp.test/"), "authority information access");
    }

    @Test
    void takesUpAnAuthorityThatWasMadeBefore() throws Exception {
        IssuedCertificate kept = authority.identity();
        CertificateAuthority again = CertificateAuthority.of(kept.chain(), kept.key(), CLOCK);

        new Pkix(authority.root(), NOW).validate(again.issue("localhost").chain());
    }

    @Test
    void refusesToMixUpAuthoritiesAndLeaves() {
        CertificateSpec root = CertificateSpec.authority("root");

        assertThrows(IllegalArgumentException.class, () -> authority.issue(root));
        assertThrows(IllegalArgumentException.class, () -> authority.intermediate(leaf()));
        assertThrows(IllegalArgumentException.class, () -> CertificateAuthority.create(leaf(), CLOCK));
        assertThrows(IllegalArgumentException.class, () -> leaf().pathLength(1));
        assertThrows(IllegalArgumentException.class, () -> leaf().withoutAuthorityBit());
        assertThrows(IllegalArgumentException.class, () -> leaf().permitting("a.test"));
        assertThrows(IllegalArgumentException.class, () -> leaf().validFor(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> leaf().valid(NOW, NOW.minusSeconds(1)));
        assertThrows(IllegalArgumentException.class, () -> authority.issue());
    }

    @Test
    void registersNoProvider() {
        assertNull(Security.getProvider("BC"));
        assertNull(Security.getProvider("BCJSSE"));
    }

    private static CertificateSpec leaf() {
        return CertificateSpec.server("localhost");
    }

    private static Clock at(Instant instant) {
        return Clock.fixed(instant, ZoneOffset.UTC);
    }

    private X509Certificate issued(CertificateSpec spec) {
        return authority.issue(spec).certificate();
    }

    private static CertPathValidatorException refused(CertificateAuthority authority, IssuedCertificate leaf) {
        return assertThrows(
                CertPathValidatorException.class, () -> new Pkix(authority.root(), NOW).validate(leaf.chain()));
    }

    static boolean keysBelongTogether(IssuedCertificate issued) throws GeneralSecurityException {
        String key = issued.key().getAlgorithm();
        String algorithm = key.equals("EC") ? "SHA256withECDSA" : key.equals("RSA") ? "SHA256withRSA" : "Ed25519";
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(issued.key());
        signer.update((byte) 1);
        byte[] signature = signer.sign();
        Signature verifier = Signature.getInstance(algorithm);
        verifier.initVerify(issued.certificate());
        verifier.update((byte) 1);
        return verifier.verify(signature);
    }

    private static List<Integer> usageBits(X509Certificate certificate) {
        boolean[] usage = Objects.requireNonNull(certificate.getKeyUsage());
        return Stream.iterate(0, bit -> bit + 1)
                .limit(usage.length)
                .filter(bit -> usage[bit])
                .toList();
    }

    private static byte[] keyIdentifier(X509Certificate certificate) {
        byte[] value = ASN1OctetString.getInstance(certificate.getExtensionValue("2.5.29.14"))
                .getOctets();
        return ASN1OctetString.getInstance(value).getOctets();
    }

    private static byte[] authorityKeyIdentifier(X509Certificate certificate) {
        byte[] value = ASN1OctetString.getInstance(certificate.getExtensionValue("2.5.29.35"))
                .getOctets();
        return AuthorityKeyIdentifier.getInstance(value).getKeyIdentifierOctets();
    }

    private static String text(X509Certificate certificate, String oid) {
        return new String(
                Objects.requireNonNull(certificate.getExtensionValue(oid)), java.nio.charset.StandardCharsets.US_ASCII);
    }
}
