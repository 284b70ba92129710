package dev.sennit.x509.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import dev.sennit.x509.pem.PemException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.ReasonFlags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What lists say of a certificate, by the rules of RFC 5280, sections 5.2 and 6.3. */
class RevocationListsTest {
    private static final String HOST = "host.example";
    private static final URI POINT = URI.create("http://crl.example/1.crl");
    private static final CertificateAuthority ROOT = CertificateAuthority.create(TestList.CLOCK);
    private static final CertificateAuthority OTHER =
            CertificateAuthority.create(CertificateSpec.authority("Other"), TestList.CLOCK);
    private static final CertificateAuthority SAME_NAME = CertificateAuthority.create(TestList.CLOCK);
    private static final IssuedCertificate LEAF =
            ROOT.issue(CertificateSpec.server(HOST).crlAt(POINT));
    private static final X509Certificate CERT = LEAF.certificate();
    private static final X509Certificate STRANGER = ROOT.issue(HOST).certificate();

    private static final String GOOD = "";
    private static final String REVOKED = " was revoked on .*";

    private final Path folder;

    RevocationListsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static Stream<Arguments> lists() {
        return Stream.of(
                        complete(),
                        several(),
                        deltas(),
                        deltasRefused(),
                        removals(),
                        scopes(),
                        refused(),
                        unsupported(),
                        ofNoConcern())
                .flatMap(rows -> rows);
    }

    private static Stream<Arguments> complete() {
        TestList old = list().number(1).days(-5, 20);
        TestList oldRevoking = list().number(1).days(-5, 20).revoke(CERT, 6);
        TestList unnumbered = list().days(-5, 20);
        return Stream.of(
                row("one that does not name it", GOOD, list().number(1).revoke(STRANGER)),
                row("one without entries", GOOD, list().number(1)),
                row(
                        "one that names it",
                        REVOKED + "\\(KEY_COMPROMISE\\)",
                        list().number(1).revoke(CERT)),
                row("one that names it without a reason", REVOKED + "\\(UNSPECIFIED\\)", list().revoke(CERT, 0)),
                row(
                        "on hold",
                        REVOKED + "\\(CERTIFICATE_HOLD\\)",
                        list().number(1).revoke(CERT, 6)),
                row("the newer one names it", REVOKED, old, list().number(2).revoke(CERT)),
                row("the newer one names it no more", GOOD, oldRevoking, list().number(2)),
                row("no numbers, the newer one names it", REVOKED, unnumbered, list().revoke(CERT)),
                row(
                        "no numbers, the older one names it",
                        REVOKED,
                        list().days(-5, 20).revoke(CERT),
                        list()),
                row("one without a number names it", REVOKED, list().revoke(CERT), list().number(9)),
                row(
                        "one number twice",
                        REVOKED,
                        list().number(3),
                        list().number(3).revoke(CERT)),
                row(
                        "the higher number is the older",
                        REVOKED,
                        oldRevoking,
                        list().number(9).days(-6, 9)));
    }

    private static Stream<Arguments> several() {
        TestList old = list().number(1).days(-5, 20);
        return Stream.of(
                row(
                        "the newest is not in force yet",
                        GOOD,
                        old,
                        list().number(2).days(2, 9).revoke(CERT)),
                row(
                        "the newest has expired",
                        ".*list.pem:\\d+: .* number 2 .* expired on .*",
                        old,
                        list().number(2).days(-4, -1)),
                row(
                        "the newest has expired and names it",
                        REVOKED,
                        old,
                        list().number(2).days(-4, -1).revoke(CERT)),
                row("an old one has expired", GOOD, list().number(1).days(-9, -3), list().number(2)),
                row(
                        "without key identifier",
                        GOOD,
                        list().withoutKeyIdentifier().number(1)),
                row(
                        "another key of the name besides",
                        GOOD,
                        list().number(1),
                        TestList.of(SAME_NAME).number(7).revoke(CERT)),
                row(
                        "another issuer's besides",
                        GOOD,
                        list().number(1),
                        TestList.of(OTHER).number(7).revoke(CERT)));
    }

    private static Stream<Arguments> deltas() {
        TestList base = list().number(5).days(-3, 4);
        TestList holding = list().number(5).days(-3, 4).revoke(CERT, 6);
        return Stream.of(
                row("a delta names it", REVOKED, base, delta(5, 6).revoke(CERT)),
                row("a delta does not name it", GOOD, base, delta(5, 6)),
                row(
                        "a delta for an older base names it",
                        REVOKED,
                        base,
                        delta(4, 6).revoke(CERT)),
                row("a delta takes it from hold", GOOD, holding, delta(5, 6).revoke(CERT, 8)),
                row(
                        "two deltas, the newer takes it from hold",
                        GOOD,
                        base,
                        delta(5, 6).revoke(CERT, 6),
                        delta(5, 7).revoke(CERT, 8)),
                row(
                        "two deltas, one upon the other",
                        REVOKED,
                        base,
                        delta(5, 8),
                        delta(8, 9).revoke(CERT)),
                row(
                        "an old delta names it, the base does not",
                        GOOD,
                        base,
                        delta(3, 4).days(-4, 3).revoke(CERT, 6)));
    }

    private static Stream<Arguments> deltasRefused() {
        TestList base = list().number(5).days(-3, 4);
        return Stream.of(
                row(
                        "a delta is for a newer base",
                        ".*delta .* number 9 .* cannot be applied: .* number 7 or higher, .* has number 5",
                        base,
                        delta(7, 9)),
                row(
                        "a delta is for a newer base and names it",
                        REVOKED,
                        base,
                        delta(7, 9).revoke(CERT)),
                row("a delta to a base without number", ".*cannot be applied: .* has no number", list(), delta(5, 6)),
                row("a delta without a number", ".*is a delta list without a number.*", base, list().delta(5)),
                row("a delta alone", ".*has no complete list that it can be applied to", delta(5, 6)),
                row("a delta alone that names it", REVOKED, delta(5, 6).revoke(CERT)),
                row(
                        "a delta has expired",
                        ".*delta .* expired on .*",
                        base,
                        delta(5, 6).days(-2, -1)),
                row(
                        "the base has expired, a delta has not",
                        GOOD,
                        list().number(5).days(-3, -1),
                        delta(5, 6)));
    }

    /** Only a delta that is applied takes a certificate from hold. */
    private static Stream<Arguments> removals() {
        return Stream.of(
                row("a complete list removes it", GOOD, list().number(5).revoke(CERT, 8)),
                row(
                        "a complete list removes it, one without a number names it",
                        REVOKED,
                        list().revoke(CERT),
                        list().number(5).revoke(CERT, 8)),
                row(
                        "a complete list removes it, another of its number names it",
                        REVOKED,
                        list().number(5).revoke(CERT, 6),
                        list().number(5).revoke(CERT, 8)),
                row(
                        "a delta alone removes it, another names it",
                        REVOKED,
                        delta(5, 6).revoke(CERT, 6),
                        delta(5, 7).revoke(CERT, 8)),
                row(
                        "a delta for a newer base removes it, the base names it",
                        REVOKED,
                        list().number(5).days(-3, 4).revoke(CERT, 6),
                        delta(7, 9).revoke(CERT, 8)));
    }

    /** Lists that cannot be used, and are not needed. */
    private static Stream<Arguments> ofNoConcern() {
        return Stream.of(
                row(
                        "for authorities alone, signed over SHA-1",
                        GOOD,
                        list().number(1),
                        list().signedWith("SHA1withECDSA").point(only(false, true))),
                row(
                        "for authorities alone, with an unknown critical extension",
                        GOOD,
                        list().number(1),
                        unknown().point(only(false, true))),
                row(
                        "for authorities alone, badly signed",
                        ".*has a signature that does not verify",
                        list().number(1),
                        list().signedBy(OTHER.identity().key()).point(only(false, true))),
                row(
                        "replaced, signed over SHA-1",
                        GOOD,
                        list().number(2),
                        list().number(1).days(-5, 20).signedWith("SHA1withECDSA")),
                row(
                        "replaced, with an unknown critical extension",
                        GOOD,
                        list().number(2),
                        unknown().number(1).days(-5, 20)),
                row(
                        "signed over SHA-1, the newer one is not in force yet",
                        ".*is signed with the algorithm .*",
                        list().number(2).days(2, 9),
                        list().number(1).days(-5, 20).signedWith("SHA1withECDSA")),
                row(
                        "signed over SHA-1, the newer one is of another scope",
                        ".*is signed with the algorithm .*",
                        list().number(2).point(only(true, false)),
                        list().number(1).days(-5, 20).signedWith("SHA1withECDSA")),
                row(
                        "signed over SHA-1, the older one is not",
                        ".*is signed with the algorithm .*",
                        list().number(1).days(-5, 20),
                        list().number(2).signedWith("SHA1withECDSA")),
                row(
                        "signed over SHA-1 and without a number",
                        ".*is signed with the algorithm .*",
                        list().number(2),
                        list().days(-5, 20).signedWith("SHA1withECDSA")));
    }

    private static Stream<Arguments> scopes() {
        return Stream.of(
                row("for users' certificates", GOOD, list().point(only(true, false))),
                row(
                        "for users' certificates, names it",
                        REVOKED,
                        list().point(only(true, false)).revoke(CERT)),
                row(
                        "for authorities alone",
                        ".*is for only certificates of authorities",
                        list().point(only(false, true))),
                row("for its distribution point", GOOD, list().point(point(POINT.toString()))),
                row(
                        "for another distribution point",
                        ".*is for only the distribution point http://other.example/",
                        list().point(point("http://other.example/"))),
                row(
                        "newest of two scopes",
                        REVOKED,
                        list().number(9).point(only(true, false)),
                        list().number(1).revoke(CERT)),
                row(
                        "for some reasons",
                        ".*is for only some reasons of revocation",
                        list().point(reasons(ReasonFlags.keyCompromise))),
                row(
                        "for some reasons and for the others",
                        GOOD,
                        list().point(reasons(ReasonFlags.keyCompromise)),
                        list().point(reasons(ListScope.ALL_REASONS & ~ReasonFlags.keyCompromise))),
                row(
                        "for some reasons, names it",
                        REVOKED,
                        list().point(reasons(ReasonFlags.keyCompromise)).revoke(CERT)));
    }

    private static Stream<Arguments> refused() {
        return Stream.of(
                row(
                        "expired",
                        ".*list.pem:1: the revocation list number 3 of 'CN=Sennit test CA' expired on 20[^ ]+Z; it is now 20[^ ]+Z",
                        list().number(3).days(-20, -1)),
                row(
                        "not yet in force",
                        ".*list.pem:1: the revocation list of 'CN=Sennit test CA' is not in force before 20[^ ]+Z; it is now 20[^ ]+Z",
                        list().days(2, 9)),
                row(
                        "of another issuer",
                        ".*there is no revocation list of its issuer, 'CN=Sennit test CA'; there is .*list.pem:1: the revocation list of 'CN=Other'",
                        TestList.of(OTHER)),
                row(
                        "of the same name, another key",
                        ".*list.pem:1: .* is not signed with the key of this certificate's issuer",
                        TestList.of(SAME_NAME)),
                row(
                        "badly signed",
                        ".*list.pem:1: .* has a signature that does not verify",
                        list().signedBy(OTHER.identity().key())),
                row(
                        "badly signed beside a good one",
                        ".*list.pem:\\d+: .* has a signature that does not verify",
                        list(),
                        list().signedBy(OTHER.identity().key()).revoke(STRANGER)),
                row(
                        "signed over SHA-1",
                        ".*is signed with the algorithm 1.2.840.10045.4.1; wanted a signature with SHA-256 or stronger",
                        list().signedWith("SHA1withECDSA")));
    }

    private static Stream<Arguments> unsupported() {
        return Stream.of(
                row(
                        "indirect",
                        ".*is an indirect list.*",
                        list().point(new IssuingDistributionPoint(null, false, false, null, true, false))),
                row(
                        "of another issuer and indirect",
                        ".*there is .*list.pem:1: .*'CN=Other', which is an indirect list.*",
                        TestList.of(OTHER).point(new IssuingDistributionPoint(null, false, false, null, true, false))),
                row(
                        "an unknown critical extension",
                        ".*has a critical extension that is not supported: " + TestList.UNKNOWN,
                        list().with(new ASN1ObjectIdentifier(TestList.UNKNOWN), true, DERNull.INSTANCE)),
                row(
                        "an unknown extension",
                        GOOD,
                        list().with(new ASN1ObjectIdentifier(TestList.UNKNOWN), false, DERNull.INSTANCE)),
                row(
                        "an entry with an unknown critical extension",
                        ".*has an entry with a critical extension that is not supported: " + TestList.UNKNOWN,
                        list().entryWith(new ASN1ObjectIdentifier(TestList.UNKNOWN), true)),
                row(
                        "an entry with an unknown extension",
                        GOOD,
                        list().entryWith(new ASN1ObjectIdentifier(TestList.UNKNOWN), false)),
                row(
                        "an entry of another issuer",
                        ".*has an entry with a critical extension that is not supported: 2.5.29.29",
                        list().entryWith(Extension.certificateIssuer, true)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lists")
    void judgesByTheLists(String name, String outcome, List<TestList> lists) throws IOException {
        List<TestList> order = new ArrayList<>(lists);
        for (int i = 0; i < 2; i++) {
            assertOutcome(outcome, trust(Revocation.lists(write(order, TestList::pem))));
            Collections.reverse(order);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lists")
    void believesWhatNoListTellsWhenSoft(String name, String outcome, List<TestList> lists) throws IOException {
        String soft = outcome.startsWith(REVOKED) ? outcome : GOOD;
        assertOutcome(soft, trust(Revocation.lists(write(lists, TestList::pem)).withSoftFail()));
    }

    @Test
    void readsDer() throws IOException {
        byte[] der = list().number(1).revoke(CERT).der();
        Path file = Files.write(folder.resolve("list.crl"), der);
        assertOutcome(REVOKED, trust(Revocation.lists(file)));
        Path expired =
                Files.write(folder.resolve("list.crl"), list().days(-9, -1).der());
        assertOutcome(".*list.crl: the revocation list of .* expired on .*", trust(Revocation.lists(expired)));
    }

    @Test
    void findsEachOfManyEntries() throws IOException {
        List<X509Certificate> certificates =
                Stream.generate(() -> ROOT.issue(HOST).certificate()).limit(40).toList();
        TestList list = list();
        certificates.forEach(list::revoke);
        PathTrust trust = trust(Revocation.lists(write(List.of(list), TestList::pem)));
        assertOutcome(GOOD, trust);
        for (X509Certificate each : certificates) {
            assertThrows(CertificateRefusedException.class, () -> trust.checkServer(List.of(each), HOST));
        }
    }

    @Test
    void takesFilesUpToALimit() throws IOException {
        String text = list().pem();
        Path file = Files.writeString(folder.resolve("list.pem"), " ".repeat(2 << 20) + "\n" + text);
        assertOutcome(GOOD, trust(Revocation.lists(file)));
        int size = Math.toIntExact(Files.size(file));
        assertOutcome(GOOD, trust(Revocation.lists(size, file)));
        PemException failure = assertThrows(PemException.class, () -> Revocation.lists(size - 1, file));
        assertEquals(file + ": over the limit of " + (size - 1) + " bytes", failure.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Revocation.lists(0, file));
    }

    @Test
    void refusesDamagedListsByPemExceptionsAlone() throws IOException {
        byte[] good = list().number(1)
                .revoke(CERT)
                .entryWith(Extension.invalidityDate, false)
                .point(point(POINT.toString()))
                .der();
        Random random = new Random(20261128);
        Path file = folder.resolve("list.crl");
        for (int round = 0; round < 2000; round++) {
            byte[] bad = good.clone();
            for (int change = 0; change <= random.nextInt(3); change++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            Files.write(file, Arrays.copyOf(bad, random.nextInt(4) == 0 ? random.nextInt(bad.length) : bad.length));
            try {
                trust(Revocation.lists(file)).checkServer(LEAF.chain(), HOST);
            } catch (PemException | CertificateRefusedException refused) {
                // Either is the contract.
            } catch (RuntimeException e) {
                throw new AssertionError("round " + round, e);
            }
        }
    }

    @Test
    void saysThatAListIsCutShort() throws IOException {
        byte[] der = list().der();
        Path file = Files.write(folder.resolve("list.crl"), Arrays.copyOf(der, 100));
        PemException failure = assertThrows(PemException.class, () -> Revocation.lists(file));
        assertEquals(
                file + ": a damaged revocation list: it is cut short, 100 bytes of " + der.length + " are there",
                failure.getMessage());
    }

    @Test
    void refusesListsOfAnIssuerThatMayNotSignThem() throws IOException, GeneralSecurityException {
        CertificateAuthority mute = TestList.withoutCrlSign();
        Path file =
                Files.writeString(folder.resolve("list.pem"), TestList.of(mute).pem());
        PathTrust trust = Trust.of(mute.certificate()).withClock(TestList.CLOCK).withRevocation(Revocation.lists(file));
        CertificateRefusedException refused = assertThrows(
                CertificateRefusedException.class,
                () -> trust.checkServer(mute.issue(HOST).chain(), HOST));
        assertTrue(String.valueOf(refused.getMessage())
                .endsWith("is signed by a certificate that may not sign lists (its key usage lacks cRLSign)"));
    }

    private static Arguments row(String name, String outcome, TestList... lists) {
        return Arguments.of(name, outcome, List.of(lists));
    }

    private static TestList list() {
        return TestList.of(ROOT);
    }

    private static TestList unknown() {
        return list().with(new ASN1ObjectIdentifier(TestList.UNKNOWN), true, DERNull.INSTANCE);
    }

    /** A day younger than its base. */
    private static TestList delta(long base, long number) {
        return list().delta(base).number(number);
    }

    private static IssuingDistributionPoint only(boolean users, boolean authorities) {
        return new IssuingDistributionPoint(null, users, authorities, null, false, false);
    }

    private static IssuingDistributionPoint point(String uri) {
        GeneralName name = new GeneralName(GeneralName.uniformResourceIdentifier, uri);
        return new IssuingDistributionPoint(
                new DistributionPointName(new GeneralNames(name)), false, false, null, false, false);
    }

    private static IssuingDistributionPoint reasons(int flags) {
        return new IssuingDistributionPoint(null, false, false, new ReasonFlags(flags), false, false);
    }

    private Path write(List<TestList> lists, Function<TestList, String> form) throws IOException {
        return Files.writeString(
                folder.resolve("list.pem"),
                String.join("", lists.stream().map(form).toList()));
    }

    private static PathTrust trust(Revocation revocation) {
        return Trust.of(ROOT.certificate()).withClock(TestList.CLOCK).withRevocation(revocation);
    }

    private static void assertOutcome(String outcome, PathTrust trust) {
        if (outcome.isEmpty()) {
            trust.checkServer(LEAF.chain(), HOST);
            return;
        }
        CertificateRefusedException refused =
                assertThrows(CertificateRefusedException.class, () -> trust.checkServer(LEAF.chain(), HOST));
        String message = String.valueOf(refused.getMessage());
        boolean revoked = outcome.startsWith(REVOKED);
        String wanted = "certificate 'CN=host.example'" + (revoked ? "" : " may have been revoked: ") + outcome;
        assertTrue(message.matches(wanted), message + "\nwanted " + wanted);
        assertEquals(
                revoked
                        ? CertificateRefusedException.CERTIFICATE_REVOKED
                        : CertificateRefusedException.CERTIFICATE_UNKNOWN,
                refused.alert());
    }
}
