package dev.sennit.x509.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.certs.SubjectName;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create();

    @ParameterizedTest
    @CsvSource({
        "the same name,               host.example,     host.example",
        "other letter case,           Host.EXAMPLE,     hOsT.example",
        "final dot asked for,         host.example,     host.example.",
        "one label,                   localhost,        localhost",
        "underscore,                  a_b.example,      a_b.example",
        "digits first,                3com.example,     3com.example",
        "wildcard,                    *.host.example,   a.host.example",
        "wildcard other case,         *.HOST.example,   A.host.example",
        "wildcard over an A-label,    *.host.example,   xn--bcher-kva.host.example",
        "wildcard over two labels,    *.host.example,   a-b.host.example",
        "A-label,                     xn--bcher-kva.example, xn--bcher-kva.example",
        "U-label asked for,           xn--bcher-kva.example, bücher.example",
        "U-label in capitals,         XN--BCHER-KVA.example, BÜCHER.example",
        "ideographic dot asked for,   xn--bcher-kva.example, bücher。example",
        "IPv4,                        192.0.2.1,        192.0.2.1",
        "IPv6,                        2001:db8::1,      2001:DB8:0:0:0:0:0:1",
        "IPv6 in brackets,            2001:db8::1,      [2001:db8::1]",
        "IPv6 with scope,             fe80::1,          fe80::1%eth0",
        "IPv4 written as IPv6,        192.0.2.1,        ::ffff:192.0.2.1",
    })
    void matches(String name, String presented, String wanted) {
        X509Certificate certificate = AUTHORITY.issue(presented).certificate();
        assertTrue(HostName.of(wanted).isNamedBy(certificate));
        HostName.of(wanted).check(certificate);
    }

    /** The JDK looks up a text with a colon whose first character is no hexadecimal digit, and fails with such a cause. */
    @ParameterizedTest
    @ValueSource(strings = {"localhost:443", "x:y", ".:1"})
    void aTextWithAColonIsNeverLookedUp(String text) {
        Throwable failure = assertThrows(IllegalArgumentException.class, () -> HostName.of(text));

        for (Throwable each = failure; each != null; each = each.getCause()) {
            assertFalse(each instanceof UnknownHostException, each::toString);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "another name,                host.example,     other.example",
        "a part of it,                host.example,     ost.example",
        "a longer name,               host.example,     a.host.example",
        "a shorter name,              a.host.example,   host.example",
        "suffix without dot,          *.host.example,   ahost.example",
        "wildcard over no label,      *.host.example,   host.example",
        "wildcard over two labels,    *.host.example,   a.b.host.example",
        "wildcard of a whole domain,  *.example,        host.example",
        "wildcard of everything,      *,                localhost",
        "wildcard of everything,      *,                host.example",
        "wildcard and a dot,          *.,               localhost",
        "wildcard and final dot,      *.example.,       host.example.",
        "wildcard in the middle,      a.*.example.org,  a.b.example.org",
        "two wildcards,               *.*.example,      a.b.example",
        "wildcard at the end,         host.*.*,         host.a.b",
        "wildcard and more behind,    w*.host.example,  www.host.example",
        "wildcard and more before,    *w.host.example,  www.host.example",
        "wildcard inside,             f*o.host.example, foo.host.example",
        "wildcard inside an A-label,  xn--*.host.example, xn--bcher-kva.host.example",
        "double wildcard,             **.host.example,  a.host.example",
        "empty label,                 *..example,       a..example",
        "leading dot,                 .host.example,    a.host.example",
        "final dot presented,         host.example.,    host.example",
        "U-label and other A-label,   xn--bcher-kvb.example, bücher.example",
        "another IPv4,                192.0.2.1,        192.0.2.2",
        "IPv4 as a DNS name,          DNS 192.0.2.1,    192.0.2.1",
        "IPv4 under a wildcard,       DNS *.0.2.1,      192.0.2.1",
        "IPv6 as a DNS name,          DNS 2001:db8::1,  2001:db8::1",
        "IPv4 at the end of IPv6,     ::192.0.2.1,      192.0.2.1",
        "a name and an address,       192.0.2.1,        host.example",
        "a URI,                       https://host.example, host.example",
        "an e-mail address,           me@host.example,  host.example",
    })
    void doesNotMatch(String name, String presented, String wanted) {
        SubjectName subject = presented.contains("*") || presented.endsWith(".") || presented.startsWith(".")
                ? new SubjectName.Dns(presented.replace("DNS ", ""))
                : presented.startsWith("DNS ")
                        ? new SubjectName.Dns(presented.substring(4))
                        : SubjectName.of(presented);
        X509Certificate certificate =
                AUTHORITY.issue(CertificateSpec.leaf(List.of(subject))).certificate();
        if (wanted.contains("..")) {
            assertThrows(IllegalArgumentException.class, () -> HostName.of(wanted));
            return;
        }
        assertFalse(HostName.of(wanted).isNamedBy(certificate));
        var refused = assertThrows(
                CertificateRefusedException.class, () -> HostName.of(wanted).check(certificate));
        assertEquals(CertificateRefusedException.CERTIFICATE_UNKNOWN, refused.alert());
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1, 127.0.0.1",
        "2001:DB8:0::1, 2001:db8::1, 2001:db8:0:0:0:0:0:1",
    })
    void saysThatAnAddressStandsAmongTheDnsNames(String presented, String wanted, String shown) {
        X509Certificate certificate = AUTHORITY
                .issue(CertificateSpec.leaf(
                                List.of(new SubjectName.Dns(presented), new SubjectName.Dns("host.example")))
                        .commonName("server"))
                .certificate();

        var refused = assertThrows(
                CertificateRefusedException.class, () -> HostName.of(wanted).check(certificate));

        assertEquals(
                "certificate 'CN=server' names the host " + shown
                        + " as a DNS name, not as an IP address, which is what counts for an address",
                refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                | neither a host name nor an IP address",
                ".                 | neither a host name nor an IP address",
                "a..b              | neither a host name nor an IP address",
                ".a                | neither a host name nor an IP address",
                "a..               | neither a host name nor an IP address",
                "-a.example        | neither a host name nor an IP address",
                "a-.example        | neither a host name nor an IP address",
                "*.example.org     | neither a host name nor an IP address",
                "a b.example       | neither a host name nor an IP address",
                "a/b               | neither a host name nor an IP address",
                "1.2.3             | ends in a number, yet is no IPv4 address of four parts",
                "1.2.3.4.          | ends in a number, yet is no IPv4 address of four parts",
                "1.2.3.256         | ends in a number, yet is no IPv4 address of four parts",
                "01.2.3.4          | ends in a number, yet is no IPv4 address of four parts",
                "127.1             | ends in a number, yet is no IPv4 address of four parts",
                "0x7f000001        | ends in a number, yet is no IPv4 address of four parts",
                "2130706433        | ends in a number, yet is no IPv4 address of four parts",
                "host:80           | no IPv6 address",
                "1::2::3           | no IPv6 address",
                "straße.example    | has letters on which the standards for names differ; write it as xn--...",
            })
    void refusesWhatIsNoName(String text, String problem) {
        var failure = assertThrows(IllegalArgumentException.class, () -> HostName.of(text));
        assertEquals("'" + text + "': " + problem, failure.getMessage());
    }

    @Test
    void refusesNamesThatHideSomething() {
        for (String text : List.of(
                "good.example\0.evil.example",
                "good.example\n",
                "good.example ",
                "a".repeat(64) + ".example",
                "a.".repeat(127) + "ab")) {
            var failure = assertThrows(IllegalArgumentException.class, () -> HostName.of(text));
            assertFalse(String.valueOf(failure.getMessage()).chars().anyMatch(Character::isISOControl));
        }
    }

    @Test
    void ignoresNamesWithForeignBytesAndOfWrongSize() throws IOException {
        HostName.SubjectNames names = read(
                dns("good.example\0.evil.example"),
                dns("good.example\0"),
                dns("good.example "),
                dns("b\u00fccher.example"),
                dns(""),
                dns("a".repeat(254)),
                address("c00002"),
                address("c000020100"),
                address("c0000201ffffff00"),
                address(""),
                new DERTaggedObject(false, 6, new DERIA5String("https://good.example")),
                new DERTaggedObject(true, 2, new DERSequence()),
                new DERSequence(),
                dns("Last.Example"),
                address("c0000201"));
        assertEquals(List.of("last.example"), names.dns());
        assertEquals(List.of("last.example", "192.0.2.1"), names.texts());
    }

    @Test
    void ignoresNamesThatCannotBeReadAtAll() {
        for (String hex : List.of("", "04", "0400", "040130", "0403300102", "300182", "0502", "04043002820a")) {
            HostName.SubjectNames names =
                    HostName.SubjectNames.read(HexFormat.of().parseHex(hex));
            assertEquals(List.of(), names.texts());
        }
    }

    @Test
    void anIpv4AddressWrittenAsIpv6InTheCertificateIsNotThatIpv4Address() throws IOException {
        HostName.SubjectNames names = read(address("00000000000000000000ffffc0000201"));
        assertEquals(1, names.addresses().size());
        assertFalse(HostName.of("192.0.2.1").isAmong(names));
        assertFalse(HostName.of("::ffff:192.0.2.1").isAmong(names));
    }

    @Test
    void neverLooksAtTheCommonName() {
        X509Certificate certificate = AUTHORITY
                .issue(CertificateSpec.server("host.example").withoutNames())
                .certificate();
        var refused = assertThrows(CertificateRefusedException.class, () -> HostName.of("host.example")
                .check(certificate));
        assertEquals(
                "certificate 'CN=host.example' names no host as subject alternative name (the common name does not count);"
                        + " wanted host.example",
                refused.getMessage());
    }

    @Test
    void saysWhichHostsTheCertificateIsFor() {
        X509Certificate certificate = AUTHORITY
                .issue("a.example", "*.b.example", "192.0.2.7", "c.example", "d.example", "e.example", "f.example")
                .certificate();
        var refused = assertThrows(CertificateRefusedException.class, () -> HostName.of("x.example")
                .check(certificate));
        assertEquals(
                "certificate 'CN=a.example' is for a.example, *.b.example, c.example, d.example, e.example and 2 more;"
                        + " wanted x.example",
                refused.getMessage());
    }

    @Test
    void looksAtSoManyNamesAndNoMore() {
        assertTrue(HostName.of("n1023.example").isNamedBy(withNames(1024)));
        var refused = assertThrows(CertificateRefusedException.class, () -> HostName.of("n1.example")
                .isNamedBy(withNames(1025)));
        assertEquals("certificate 'CN=n0.example' has over 1024 subject alternative names", refused.getMessage());
        assertEquals(CertificateRefusedException.BAD_CERTIFICATE, refused.alert());
    }

    @Test
    void isAValueInItsNormalForm() {
        assertEquals(HostName.of("A.Example."), HostName.of("a.example"));
        assertEquals(
                HostName.of("A.Example.").hashCode(), HostName.of("a.example").hashCode());
        assertNotEquals(HostName.of("a.example"), HostName.of("b.example"));
        assertEquals("xn--bcher-kva.example", HostName.of("Bücher.example").toString());
        assertTrue(HostName.of("[::1]").isAddress());
        assertFalse(HostName.of("localhost").isAddress());
    }

    private static X509Certificate withNames(int count) {
        List<SubjectName> names = IntStream.range(0, count)
                .<SubjectName>mapToObj(i -> new SubjectName.Dns("n" + i + ".example"))
                .toList();
        return AUTHORITY.issue(CertificateSpec.leaf(names)).certificate();
    }

    private static HostName.SubjectNames read(ASN1Encodable... names) throws IOException {
        return HostName.SubjectNames.read(new DEROctetString(new DERSequence(names)).getEncoded());
    }

    private static ASN1Encodable dns(String name) {
        return new DERTaggedObject(false, 2, new DEROctetString(name.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static ASN1Encodable address(String hex) {
        return new DERTaggedObject(false, 7, new DEROctetString(HexFormat.of().parseHex(hex)));
    }
}
