package dev.sennit.socks.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.protocol.proxy.Destination;
import dev.sennit.socks.SocksLogin;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRulesTest {
    private static InetAddress ip(String literal) {
        return TcpAddress.of(literal, 0).ip();
    }

    private static AccessRules rules(String allow, String deny) {
        return new AccessRules(entries(allow), entries(deny));
    }

    private static List<AccessEntry> entries(String texts) {
        return Stream.of(texts.split(" "))
                .filter(text -> !text.isEmpty())
                .map(AccessEntry::parse)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "fe80::1",
                "fd00::1",
                "ff02::1",
                "::ffff:127.0.0.1",
                "64:ff9b::7f00:1",
                "2002:7f00:1::",
                "::7f00:1",
                "::ffff:0:7f00:1",
                "2001:0:1:2:3:4:80ff:fffe",
                "2001:db8::5efe:7f00:1",
                "2001:db8::200:5efe:a00:1"
            })
    void addressesThatAreNotPublicAreRefusedUnlessANetworkOpensThem(String address) {
        Destination asked = Destination.of(address, 80);
        assertFalse(AccessRules.PUBLIC.permit(asked, ip(address)));
        assertFalse(rules("*", "").permit(asked, ip(address)), "a star opens nothing that is not public");
        assertTrue(AccessRules.EVERYWHERE.permit(asked, ip(address)));
        assertTrue(rules(address, "").permit(asked, ip(address)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2001:db8::1", "2606:4700::1"})
    void publicAddressesAreOpenByDefault(String address) {
        assertTrue(AccessRules.PUBLIC.permit(Destination.of(address, 80), ip(address), own -> false));
    }

    @Test
    void everyAddressOfAnInterfaceOfThisMachineIsNotPublic() throws SocketException {
        List<InetAddress> own = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .toList();
        assertFalse(own.isEmpty());
        for (InetAddress address : own) {
            assertTrue(AccessRules.isOwn(address), address::toString);
            Destination asked = Destination.Ip.of(Bytes.copyOf(address.getAddress()), 80);
            assertFalse(AccessRules.PUBLIC.permit(asked, address), address::toString);
        }
        assertFalse(AccessRules.isOwn(ip("240.1.2.3")));
    }

    @Test
    void aPublicAddressOfThisMachineTakesANetworkOfItsOwn() {
        Destination asked = Destination.of("own.test", 80);
        Predicate<InetAddress> own = ip("198.51.100.7")::equals;
        assertFalse(AccessRules.PUBLIC.permit(asked, ip("198.51.100.7"), own));
        assertTrue(AccessRules.PUBLIC.permit(asked, ip("198.51.100.8"), own));
        assertFalse(rules("*", "").permit(asked, ip("198.51.100.7"), own));
        assertTrue(rules("198.51.100.0/24", "").permit(asked, ip("198.51.100.7"), own));
        assertFalse(AccessRules.PUBLIC.permit(asked, ip("2001:db8::5efe:c633:6407"), own), "embedded");
    }

    @ParameterizedTest(name = "allow {0}, deny {1}: {2} -> {3}")
    @CsvSource(delimiter = '|', textBlock = """
        ''              |             | 0.0.0.0                  | false
        ''              |             | ::                       | false
        127.0.0.0/8     |             | 0.0.0.0                  | true
        0.0.0.0         |             | 0.0.0.0                  | false
        ::1             |             | ::                       | true
        127.0.0.0/8     |             | ::                       | false
        0.0.0.0/0       | 127.0.0.0/8 | 0.0.0.0                  | false
        0.0.0.0/0       | 127.0.0.0/8 | ::ffff:0.0.0.0           | false
        0.0.0.0/0,::/0  | ::1         | ::                       | false
        0.0.0.0/0,::/0  | 127.0.0.0/8 | ::ffff:0:0:0             | false
        0.0.0.0/0,::/0  | 127.0.0.0/8 | 64:ff9b::                | false
        0.0.0.0/0,::/0  | 127.0.0.0/8 | 64:ff9b:1::              | false
        0.0.0.0/0,::/0  | 127.0.0.0/8 | 2002::                   | false
        0.0.0.0/0,::/0  | 127.0.0.0/8 | 2001:0:1:2:3:4:ffff:ffff | false
        0.0.0.0/0,::/0  | 127.0.0.0/8 | 2001:db8::5efe:0:0       | false
        0.0.0.0/0,::/0  | 10.0.0.0/8  | 64:ff9b::a01:203         | false
        0.0.0.0/0,::/0  | 10.0.0.0/8  | 2002:a01:203::           | false
        0.0.0.0/0,::/0  | 10.0.0.0/8  | ::ffff:10.1.2.3          | false
        0.0.0.0/0,::/0  | 10.0.0.0/8  | 64:ff9b::c000:201        | true
        """)
    void theUnspecifiedAddressIsLoopbackAndEmbeddedAddressesAreDeniedToo(
            String allow, String deny, String address, boolean permitted) throws UnknownHostException {
        AccessRules rules = rules(allow.replace(",", " "), deny == null ? "" : deny);
        Destination asked = Destination.of("any.test", 80);
        InetAddress plain = ip(address);
        assertEquals(permitted, rules.permit(asked, plain, own -> false));
        if (plain instanceof Inet4Address) {
            byte[] mapped = new byte[16];
            mapped[10] = mapped[11] = (byte) 0xff;
            System.arraycopy(plain.getAddress(), 0, mapped, 12, 4);
            assertEquals(permitted, rules.permit(asked, Inet6Address.getByAddress("", mapped, 0), own -> false));
        }
    }

    @Test
    void aNameThatLeadsToAPrivateAddressIsRefused() {
        Destination asked = Destination.of("rebinding.test", 80);
        assertFalse(AccessRules.PUBLIC.permit(asked, ip("127.0.0.1")));
        assertFalse(rules("rebinding.test", "").permit(asked, ip("127.0.0.1")));
        assertTrue(rules("rebinding.test 127.0.0.0/8", "").permit(asked, ip("127.0.0.1")));
    }

    @ParameterizedTest(name = "allow {0}, deny {1}: {2}:{3} at {4} -> {5}")
    @CsvSource(delimiter = '|', textBlock = """
        example.org               |           | example.org     | 80   | 192.0.2.1   | true
        example.org               |           | EXAMPLE.ORG.    | 80   | 192.0.2.1   | true
        example.org               |           | www.example.org | 80   | 192.0.2.1   | false
        *.example.org             |           | www.example.org | 80   | 192.0.2.1   | true
        *.example.org             |           | a.b.example.org | 80   | 192.0.2.1   | true
        *.example.org             |           | example.org     | 80   | 192.0.2.1   | false
        *.example.org             |           | badexample.org  | 80   | 192.0.2.1   | false
        example.org:443           |           | example.org     | 80   | 192.0.2.1   | false
        example.org:80-443        |           | example.org     | 443  | 192.0.2.1   | true
        *:443                     |           | 192.0.2.1       | 443  | 192.0.2.1   | true
        192.0.2.0/24              |           | any.test        | 80   | 192.0.2.1   | true
        192.0.2.0/24              |           | any.test        | 80   | 198.51.100.1| false
        [2001:db8::/32]:443       |           | 2001:db8::1     | 443  | 2001:db8::1 | true
        [2001:db8::/32]:443       |           | 2001:db8::1     | 80   | 2001:db8::1 | false
        *                         | *:25      | mail.test       | 25   | 192.0.2.1   | false
        *                         | *:25      | mail.test       | 80   | 192.0.2.1   | true
        ''                        | 192.0.2.1 | any.test        | 80   | 192.0.2.1   | false
        0.0.0.0/0                 | 10.0.0.0/8| any.test        | 80   | 10.1.1.1    | false
        0.0.0.0/0                 | 10.0.0.0/8| any.test        | 80   | 127.0.0.1   | true
        10.0.0.0/8:80             |           | any.test        | 443  | 10.1.1.1    | false
        """)
    void entriesMatchByNameNetworkAndPort(
            String allow, String deny, String host, int port, String address, boolean permitted) {
        AccessRules rules = rules(allow, deny == null ? "" : deny);
        assertEquals(permitted, rules.permit(Destination.of(host, port), ip(address), own -> false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":80",
                "a b",
                "example.org:",
                "example.org:x",
                "example.org:70000",
                "example.org:9-8",
                "10.0.0.0/33",
                "[fd00::/8",
                "[fd00::/8]x",
                "*.*",
                "ex*mple.org",
                "1.2.3",
                "-:80:90"
            })
    void refusesWhatIsNoEntry(String text) {
        assertThrows(IllegalArgumentException.class, () -> AccessEntry.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "*:25", "10.0.0.0/8", "[fd00::/8]:80-90", "fd00::/8", "*.example.org:443", "::1"})
    void anEntryIsShownAsItIsRead(String text) {
        assertEquals(text, AccessEntry.parse(text).toString());
    }

    @Test
    void usersAreReadFromLines() {
        Users users = Users.parse("# who may\nbob:hunter2\n\nalice:with:colon and blank \n");
        assertEquals(2, users.count());
        assertTrue(users.accept(SocksLogin.of("bob", "hunter2")));
        assertTrue(users.accept(SocksLogin.of("alice", "with:colon and blank ")));
        assertFalse(users.accept(SocksLogin.of("bob", "hunter")));
        assertFalse(users.accept(SocksLogin.of("bob", "")));
        assertFalse(users.accept(SocksLogin.of("eve", "hunter2")));
        assertEquals("2 users", users.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob", ":secret", "bob:a\nbob:b"})
    void aWrongLineOfUsersIsToldByItsNumberAlone(String text) {
        IllegalArgumentException wrong = assertThrows(IllegalArgumentException.class, () -> Users.parse(text));
        assertTrue(String.valueOf(wrong.getMessage()).startsWith("line "), wrong::getMessage);
        assertFalse(String.valueOf(wrong.getMessage()).contains("secret"));
    }

    @Test
    void nobodyHasAnEmptyPasswordByChance() {
        assertFalse(Users.of(Map.of()).accept(SocksLogin.of("", "")));
    }
}
