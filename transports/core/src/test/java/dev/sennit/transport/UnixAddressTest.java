package dev.sennit.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnixAddressTest {
    @ParameterizedTest
    @CsvSource({
        "/run/x.sock, unix:/run/x.sock, false, false",
        "x.sock, unix:x.sock, false, false",
        "./@x, unix:./@x, false, false",
        "@x, unix:@x, true, false",
        "@, unix:@, true, false",
        "'', unix:(unnamed), false, true",
    })
    void tellsPathsFromNamesAndPrintsBoth(String name, String printed, boolean isAbstract, boolean isUnnamed) {
        UnixAddress address = new UnixAddress(name);
        assertEquals(printed, address.toString());
        assertEquals(isAbstract, address.isAbstract());
        assertEquals(isUnnamed, address.isUnnamed());
    }

    @Test
    void aPathThatBeginsWithAnAtSignStaysAPath() {
        assertEquals(new UnixAddress("./@x"), UnixAddress.of(Path.of("@x")));
        assertEquals(Path.of("/run/x"), UnixAddress.of(Path.of("/run/x")).path());
        assertThrows(IllegalStateException.class, new UnixAddress("@x")::path);
        assertThrows(IllegalStateException.class, UnixAddress.UNNAMED::path);
    }

    @Test
    void doesNotPrintControlCharactersThatAPeerChose() {
        assertEquals("unix:@a\\x1b[2J\\x00\\x0a", new UnixAddress("@a\u001b[2J\0\n").toString());
    }

    @Test
    void refusesANulInAPath() {
        assertThrows(IllegalArgumentException.class, () -> new UnixAddress("a\0b"));
    }

    @Test
    void refusesAModeThatIsNone() {
        var failure = assertThrows(IllegalArgumentException.class, () -> new SocketFile(01000, true));
        assertEquals("mode must be 0 to 0777 in octal, not 01000", failure.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new SocketFile(-1, true));
    }
}
