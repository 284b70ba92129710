package dev.sennit.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsClientConfigTest {
    @ParameterizedTest
    @CsvSource({
        "server.example,   server.example",
        "Server.Example.,  server.example",
        "my_service,       my_service",
        "_a._b.example.,   _a._b.example",
        "bücher.example,   xn--bcher-kva.example",
        "web1,             web1",
        "n1.n2,            n1.n2",
        "a..b,             a..b",
        ".a,               .a",
        "-a-,              -a-",
        "a..,              a.",
    })
    void sendsTheNameOfItsServer(String name, String sent) {
        assertEquals(Optional.of(sent), TlsClientConfig.of(name).sentName());
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1",
        "2001:db8::1",
        "[2001:db8::1]",
        "1.2.3.400",
        "1.2",
        "12",
        "12.",
        ".",
        "''",
        "ü..ü",
        "'a b'",
        "a:b"
    })
    void sendsNoAddressAndNothingThatIsNoName(String name) {
        assertEquals(Optional.empty(), TlsClientConfig.of(name).sentName());
    }

    @Test
    void sendsNoNameOfMoreThan255Characters() {
        assertEquals(Optional.empty(), TlsClientConfig.of("a".repeat(256)).sentName());
    }
}
