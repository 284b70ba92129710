package dev.sennit.certs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectNameTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a host,              localhost,            Dns,   localhost",
        "a domain,            a.example.org,        Dns,   a.example.org",
        "a wildcard,          *.example.org,        Dns,   *.example.org",
        "an underscore,       _dmarc.example.org,   Dns,   _dmarc.example.org",
        "digits in a name,    1.example.org,        Dns,   1.example.org",
        "international,       bücher.example,       Dns,   xn--bcher-kva.example",
        "IPv4,                127.0.0.1,            Ip,    127.0.0.1",
        "IPv6,                ::1,                  Ip,    ::1",
        "IPv6 in brackets,    [2001:db8::1],        Ip,    2001:db8::1",
        "no run of zeros,     1:0:2:3:4:5:6:7,      Ip,    1:0:2:3:4:5:6:7",
        "zeros in front,      0:0:1:0:0:0:0:2,      Ip,    0:0:1::2",
        "zeros at the end,    2001:DB8:0:0:1:0:0:0, Ip,    2001:db8:0:0:1::",
        "two runs alike,      1:0:0:2:0:0:3:4,      Ip,    1::2:0:0:3:4",
        "nothing but zeros,   ::,                   Ip,    ::",
        "all groups,          1:2:3:4:5:6:7:8,      Ip,    1:2:3:4:5:6:7:8",
        "IPv4 within IPv6,    ::ffff:10.0.0.1,      Ip,    10.0.0.1",
        "e-mail,              a@example.org,        Email, a@example.org",
        "a URI,               spiffe://example/b,   Uri,   spiffe://example/b",
        "a URN,               urn:uuid:f81d4fae,    Uri,   urn:uuid:f81d4fae",
    })
    void readsWhatPeopleWrite(String name, String text, String kind, String read) {
        SubjectName subject = SubjectName.of(text);

        assertEquals(kind, subject.getClass().getSimpleName());
        assertEquals(read, subject.toString());
    }

    /** The JDK looks up a text with a colon whose first character is no hexadecimal digit, and fails with such a cause. */
    @ParameterizedTest
    @ValueSource(strings = {"localhost:443", "x:y", ".:1"})
    void aTextWithAColonIsNeverLookedUp(String text) {
        Throwable failure = assertThrows(IllegalArgumentException.class, () -> SubjectName.of(text));

        for (Throwable each = failure; each != null; each = each.getCause()) {
            assertFalse(each instanceof UnknownHostException, each::toString);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "nothing,               '',               a part of it is empty",
        "an end in a dot,       example.org.,     a part of it is empty",
        "two dots,              a..b,             a part of it is empty",
        "a space,               a b,              '''a b'' cannot be a part of one'",
        "a star inside,         a.*.org,          'a ''*'' stands alone, as the first part'",
        "half a star,           w*.example.org,   'a ''*'' stands alone, as the first part'",
        "a star alone,          *,                'a ''*'' stands alone, as the first part'",
        "a hyphen first,        -a.example,       '''-a'' cannot be a part of one'",
        "too large an octet,    127.0.0.256,      neither an IPv4 address nor a DNS name",
        "too few octets,        127.1,            neither an IPv4 address nor a DNS name",
        "a port,                localhost:443,    is no IP address",
        "a scope,               fe80::1%eth0,     has a scope",
        "no host in e-mail,     a@,               is no e-mail address",
        "a broken URI,          http://a b/,      is no URI",
    })
    void refusesWhatNoCertificateShouldHold(String name, String text, String problem) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> SubjectName.of(text));

        assertTrue(String.valueOf(refusal.getMessage()).contains(problem), refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {63, 64})
    void limitsAPartTo63Characters(int length) {
        String name = "a".repeat(length) + ".org";

        if (length == 63) {
            assertEquals(name, SubjectName.of(name).toString());
        } else {
            assertThrows(IllegalArgumentException.class, () -> SubjectName.of(name));
        }
    }

    @Test
    void refusesANameOfOver253Characters() {
        String most = "a.".repeat(126) + "b";

        assertEquals(most, SubjectName.of(most).toString());
        assertThrows(IllegalArgumentException.class, () -> SubjectName.of(most + "b"));
    }

    @Test
    void letsTestsMakeNamesThatMustBeRefused() {
        assertEquals("foo.*.com", new SubjectName.Dns("foo.*.com").toString());
        assertThrows(IllegalArgumentException.class, () -> new SubjectName.Dns("bücher"));
    }
}
