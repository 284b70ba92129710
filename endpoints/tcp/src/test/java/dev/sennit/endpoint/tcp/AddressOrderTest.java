package dev.sennit.endpoint.tcp;

import static dev.sennit.endpoint.tcp.Ips.ips;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
                "fe80::1%1 fe80::1%2       | fe80::1%1 fe80::1%2",
            })
    void alternatesFamiliesBeginningWithTheFirst(String resolved, String tried) {
        assertEquals(ips(tried), AddressRace.interleaved(ips(resolved)));
    }
}
