package dev.sennit.endpoint.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.transport.TcpAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressOrderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "::1 ::2 10.0.0.1 10.0.0.2 | ::1 10.0.0.1 ::2 10.0.0.2",
                "10.0.0.1 10.0.0.2 ::1     | 10.0.0.1 ::1 10.0.0.2",
                "10.0.0.1 10.0.0.2         | 10.0.0.1 10.0.0.2",
                "::1 ::1 10.0.0.1          | ::1 10.0.0.1",
                "::1                       | ::1",
            })
    void alternatesFamiliesBeginningWithTheFirst(String resolved, String tried) {
        assertEquals(addresses(tried), AddressOrder.interleaved(addresses(resolved)));
    }

    private static List<InetAddress> addresses(String literals) {
        return Stream.of(literals.trim().split(" "))
                .map(literal -> TcpAddress.of(literal, 0).ip())
                .toList();
    }
}
