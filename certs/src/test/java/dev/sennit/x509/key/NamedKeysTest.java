package dev.sennit.x509.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.IssuedCertificate;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamedKeysTest {
    private static final Set<KeyKind> ALL = EnumSet.allOf(KeyKind.class);
    private static final CertificateAuthority ROOT = CertificateAuthority.create();

    private static final CertifiedKey FIRST = issue(CertificateSpec.server("first.example", "192.0.2.1"));
    private static final CertifiedKey WILD = issue(CertificateSpec.server("*.wild.example", "wild.example"));
    private static final CertifiedKey EXACT = issue(CertificateSpec.server("exact.wild.example", "bücher.example"));
    private static final KeySelector ALL_THREE = KeySelector.byName(List.of(FIRST, WILD, EXACT));

    @ParameterizedTest
    @CsvSource({
        "the name itself,         first.example,         first",
        "other letter case,       First.EXAMPLE,         first",
        "final dot,               wild.example.,         wild",
        "wildcard,                a.wild.example,        wild",
        "wildcard other case,     A.WILD.example.,       wild",
        "exact before wildcard,   exact.wild.example,    exact",
        "two labels,              a.b.wild.example,      first",
        "A-label,                 xn--bcher-kva.example, exact",
        "unknown,                 unknown.example,       first",
        "empty,                   '',                    first",
        "dots,                    ...,                   first",
        "an asterisk as sent,     *.wild.example,        wild",
        "garbage,                 \u0000\u00ff/x,        first",
    })
    void choosesByName(String name, String sent, String chosen) {
        CertifiedKey wanted =
                Map.of("first", FIRST, "wild", WILD, "exact", EXACT).get(chosen);
        assertSame(wanted, ALL_THREE.choose(Optional.of(sent), ALL).orElseThrow());
    }

    @Test
    void signsSlowlyIfOneOfItsKeysIsRsa() {
        CertifiedKey rsa = issue(CertificateSpec.server("rsa.example").key(dev.sennit.certs.KeyAlgorithm.RSA_2048));
        assertFalse(ALL_THREE.signsSlowly());
        assertFalse(KeySelector.of(FIRST).signsSlowly());
        assertFalse(KeySelector.none().signsSlowly());
        assertTrue(KeySelector.of(rsa).signsSlowly());
        assertTrue(KeySelector.byName(List.of(FIRST, rsa)).signsSlowly());
        assertTrue(KeySelector.byName(Map.of("*", List.of(rsa))).signsSlowly());
        KeySelector unknown = (name, kinds) -> Optional.of(FIRST);
        assertTrue(unknown.signsSlowly(), "a choice that does not know its keys");
    }

    @Test
    void choosesTheDefaultWithoutName() {
        assertSame(FIRST, ALL_THREE.choose(Optional.empty(), ALL).orElseThrow());
    }

    @Test
    void choosesAmongKindsWhatThePeerTakesAndIsCheapest() {
        CertifiedKey rsa = issue(CertificateSpec.server("a.example").key(dev.sennit.certs.KeyAlgorithm.RSA_2048));
        CertifiedKey p384 = issue(CertificateSpec.server("a.example").key(dev.sennit.certs.KeyAlgorithm.ECDSA_P384));
        CertifiedKey p256 = issue(CertificateSpec.server("a.example"));
        KeySelector kinds = KeySelector.byName(List.of(rsa, p384, p256, WILD));
        for (Optional<String> name : List.of(Optional.<String>empty(), Optional.of("a.example"), Optional.of("x"))) {
            assertSame(p256, kinds.choose(name, ALL).orElseThrow());
            assertSame(rsa, kinds.choose(name, EnumSet.of(KeyKind.RSA)).orElseThrow());
            assertSame(
                    p384,
                    kinds.choose(name, EnumSet.of(KeyKind.RSA, KeyKind.ECDSA_P384))
                            .orElseThrow());
            assertTrue(kinds.choose(name, EnumSet.of(KeyKind.ED25519)).isEmpty());
        }
        assertSame(
                rsa,
                kinds.choose(Optional.of("b.wild.example"), EnumSet.of(KeyKind.RSA))
                        .orElseThrow());
    }

    @Test
    void prefersTheOneThatIsValidLonger() {
        CertifiedKey late = issue(CertificateSpec.server("a.example").validFor(Duration.ofDays(80)));
        CertifiedKey early = issue(CertificateSpec.server("a.example").validFor(Duration.ofDays(8)));
        for (List<CertifiedKey> order : List.of(List.of(late, early), List.of(early, late))) {
            assertSame(
                    late,
                    KeySelector.byName(order)
                            .choose(Optional.of("a.example"), ALL)
                            .orElseThrow());
        }
    }

    @Test
    void takesNamesFromTheCaller() {
        KeySelector named = KeySelector.byName(Map.of(
                "Own.Example.", List.of(FIRST), "*.own.example", List.of(WILD), "straße.example", List.of(EXACT)));
        assertSame(FIRST, named.choose(Optional.of("own.example"), ALL).orElseThrow());
        assertSame(WILD, named.choose(Optional.of("a.own.example"), ALL).orElseThrow());
        assertTrue(named.choose(Optional.of("first.example"), ALL).isEmpty());
        assertTrue(named.choose(Optional.empty(), ALL).isEmpty());
        KeySelector withDefault = KeySelector.byName(Map.of("own.example", List.of(FIRST), "*", List.of(WILD)));
        assertSame(WILD, withDefault.choose(Optional.of("other"), ALL).orElseThrow());
        assertSame(WILD, withDefault.choose(Optional.empty(), ALL).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*.", "*.*.example", "a.*.example", "a b", "w*.example", "..", "a:443"})
    void refusesWhatIsNoName(String name) {
        var failure =
                assertThrows(IllegalArgumentException.class, () -> KeySelector.byName(Map.of(name, List.of(FIRST))));
        assertEquals("'" + name + "' is not a host name such as example.org or *.example.org", failure.getMessage());
    }

    @Test
    void refusesToChooseFromNothing() {
        assertThrows(IllegalArgumentException.class, () -> KeySelector.byName(List.of()));
    }

    private static CertifiedKey issue(CertificateSpec spec) {
        IssuedCertificate issued = ROOT.issue(spec);
        return CertifiedKey.of(issued.key(), issued.chain());
    }
}
