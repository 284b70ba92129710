package dev.sennit.endpoint.description;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Suggestions help with slips of the finger and keep silent otherwise; names alone say what is secret. */
class NearestNameTest {

    @Test
    void countsInsertionsDeletionsReplacementsAndSwaps() {
        assertEquals(0, NearestName.distance("", ""));
        assertEquals(3, NearestName.distance("", "tcp"));
        assertEquals(1, NearestName.distance("tpc", "tcp"));
        assertEquals(1, NearestName.distance("timout", "timeout"));
        assertEquals(1, NearestName.distance("timeeout", "timeout"));
        assertEquals(3, NearestName.distance("kitten", "sitting"));
        assertEquals(3, NearestName.distance("ca", "abc"));
    }

    @Test
    void suggestsOnlyWhatIsNear() {
        List<String> known = List.of("tcp", "tcp4", "unix", "fd");

        assertEquals(Optional.of("tcp"), NearestName.find("tpc", known));
        assertEquals(Optional.of("tcp"), NearestName.find("TCP", known));
        assertEquals(Optional.of("unix"), NearestName.find("unx", known));
        assertEquals(Optional.empty(), NearestName.find("cd", known));
        assertEquals(Optional.empty(), NearestName.find("gopher", known));
        assertEquals(Optional.empty(), NearestName.find("x".repeat(1_000_000), known));
    }

    @Test
    void namesTellSecretsFromTheRest() {
        for (String name :
                List.of("password", "keyPassword", "PASSWD", "pasword", "passphrase", "token", "clientSecret")) {
            assertTrue(SecretNames.looksSecret(name), name);
        }
        for (String name :
                List.of("", "port", "key", "cert", "timeout", "backlog", "trust", "user", "server", "interface")) {
            assertFalse(SecretNames.looksSecret(name), name);
        }
    }

    @Test
    void hidesRatherTooMuchThanTooLittle() {
        assertEquals("x:password=***:y=1", SecretNames.hideSecrets("x:password=[a:b]c:y=1"));
        assertEquals("x:v=[y:token=***]:z=1", SecretNames.hideSecrets("x:v=[y:token=[a]b]:z=1"));
        assertEquals("x:v=y\\:token\\=***", SecretNames.hideSecrets("x:v=y\\:token\\=a\\:b"));
        assertEquals("x:password=***", SecretNames.hideSecrets("x:password=a]b:c"));
        assertEquals("x:password=***:y=1", SecretNames.hideSecrets("x:password=a]:y=1"));
        assertEquals("x:v=[password=***", SecretNames.hideSecrets("x:v=[password=a]b]c"));
        assertEquals("password=", SecretNames.hideSecrets("password="));
    }
}
