package dev.sennit.endpoint.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.endpoint.unix.SystemdServerType.PassedSockets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassedSocketsTest {
    private static final long OWN = 77;

    private static Map<String, String> environment(String pid, String count, String names) {
        Map<String, String> environment = new HashMap<>();
        put(environment, "LISTEN_PID", pid);
        put(environment, "LISTEN_FDS", count);
        put(environment, "LISTEN_FDNAMES", names);
        return environment;
    }

    private static void put(Map<String, String> environment, String name, String value) {
        if (!value.equals("-")) {
            environment.put(name, value);
        }
    }

    @Test
    void theyBeginAtThreeInTheOrderOfTheirNames() {
        PassedSockets passed = PassedSockets.of(environment("77", "3", "http:https:http"), OWN);
        assertEquals(3, passed.at(0));
        assertEquals(5, passed.at(2));
        assertEquals(3, passed.named("http"));
        assertEquals(4, passed.named("https"));
    }

    @Test
    void withoutNamesTheyHaveOnlyNumbers() {
        assertEquals(4, PassedSockets.of(environment("77", "2", "-"), OWN).at(1));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "nothing passed, -, -, -, no sockets were passed to this process",
        "no count, 77, -, -, no sockets were passed to this process",
        "for another process, 78, 1, -, the sockets passed are for process 78",
        "a count that is none, 77, many, -, 'LISTEN_FDS must be a number, not ''many'''",
        "too few names, 77, 2, http, 'LISTEN_FDS says 2 sockets, and LISTEN_FDNAMES has 1 names'",
    })
    void whatContradictsItselfIsSaid(String what, String pid, String count, String names, String said) {
        var failure = assertThrows(
                IllegalStateException.class, () -> PassedSockets.of(environment(pid, count, names), OWN), what);
        assertTrue(String.valueOf(failure.getMessage()).contains(said), failure::toString);
    }

    @Test
    void theOnlyOneNeedsNoNumberAndNoName() {
        assertEquals(3, PassedSockets.of(environment("77", "1", "http"), OWN).only());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "several| 3| http:https:http|"
                        + " 3 sockets were passed; say which, by index=N or name=NAME: 0 'http', 1 'https', 2 'http'",
                "several without names| 2| -|"
                        + " 2 sockets were passed; say which, by index=N or name=NAME: 0 'unknown', 1 'unknown'",
                "none| 0| -| no sockets were passed to this process: LISTEN_FDS is 0",
            })
    void moreOrFewerThanOneAreListed(String what, String count, String names, String said) {
        PassedSockets passed = PassedSockets.of(environment("77", count, names), OWN);
        var failure = assertThrows(IllegalStateException.class, passed::only, what);
        assertEquals(said, failure.getMessage());
    }

    @Test
    void oneThatWasNotPassedIsSaid() {
        PassedSockets passed = PassedSockets.of(environment("77", "1", "http"), OWN);
        var number = assertThrows(IllegalStateException.class, () -> passed.at(1));
        assertEquals("there is no socket 1; 1 were passed, the first is 0", number.getMessage());
        var name = assertThrows(IllegalStateException.class, () -> passed.named("smtp"));
        assertEquals("no socket passed is called 'smtp'; there are [http]", name.getMessage());
    }
}
