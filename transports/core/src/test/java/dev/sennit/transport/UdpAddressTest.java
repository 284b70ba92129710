package dev.sennit.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses of UDP, and the ranges of what a datagram socket is opened with. */
class UdpAddressTest {
    @ParameterizedTest
    @CsvSource({"127.0.0.1, udp:127.0.0.1:53", "::1, udp:[::1]:53", "2001:db8::1, udp:[2001:db8::1]:53"})
    void isWrittenAsItIsSaid(String literal, String text) {
        assertEquals(text, UdpAddress.of(literal, 53).toString());
    }

    @Test
    void isNotTheTcpAddressOfTheSameNumber() {
        assertNotEquals((Object) TcpAddress.loopback(53), UdpAddress.loopback(53));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void refusesPortsThatAreNone(int port) {
        assertThrows(IllegalArgumentException.class, () -> UdpAddress.loopback(port));
    }

    @Test
    void takesAddressesNotNames() {
        assertThrows(IllegalArgumentException.class, () -> UdpAddress.of("localhost", 53));
        InetSocketAddress name = InetSocketAddress.createUnresolved("localhost", 53);
        assertThrows(IllegalArgumentException.class, () -> UdpAddress.of(name));
        assertEquals(
                UdpAddress.loopback(53), UdpAddress.of(UdpAddress.loopback(53).toSocketAddress()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, DatagramOptions.MOST_RECEIVED_BYTES + 1})
    void refusesReceiveLimitsOutOfRange(int limit) {
        assertThrows(IllegalArgumentException.class, () -> DatagramOptions.DEFAULT.withReceiveLimitBytes(limit));
    }

    @Test
    void refusesSendLimitsOutOfRange() {
        SendLimits limits = SendLimits.DEFAULT;
        assertThrows(IllegalArgumentException.class, () -> limits.withBytes(-1));
        assertThrows(IllegalArgumentException.class, () -> limits.withBytesPerPeer(-1));
        assertThrows(IllegalArgumentException.class, () -> limits.withTimeout(Duration.ZERO));
    }
}
