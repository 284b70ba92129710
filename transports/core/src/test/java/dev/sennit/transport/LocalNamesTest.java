package dev.sennit.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "localhost.", "foo.localhost", "a.b.LocalHost", "foo.localhost."})
    void theseAreThisMachine(String name) {
        assertTrue(LocalNames.isLocal(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "local", "notlocalhost", "localhost.example.org", "localhost.localdomain", "127.0.0.1"})
    void theseAreNot(String name) {
        assertFalse(LocalNames.isLocal(name));
    }

    @Test
    void theirAddressesAreThoseOfTheLoopbackInterface() {
        assertEquals(
                List.of("127.0.0.1", "0:0:0:0:0:0:0:1"),
                LocalNames.addressesOf("foo.localhost").stream()
                        .map(InetAddress::getHostAddress)
                        .toList());
        assertTrue(LocalNames.addressesOf("foo.localhost").stream().allMatch(InetAddress::isLoopbackAddress));
    }
}
