package dev.sennit.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EngineTest {
    private static final Map<String, String> NO_REAPER = Map.of("TESTCONTAINERS_RYUK_DISABLED", "true");

    @Test
    void theReaperIsPulledUnlessItIsDisabled() {
        Optional<String> reaper = Optional.of("its reaper (set TESTCONTAINERS_RYUK_DISABLED=true)");
        assertEquals(reaper, Engine.pull(Map.of(), false));
        assertEquals(reaper, Engine.pull(Map.of("TESTCONTAINERS_RYUK_DISABLED", "false"), false));
        assertEquals(Optional.empty(), Engine.pull(NO_REAPER, false));
    }

    @Test
    void inAContainerTheAddressOfTheEngineHasToBeGiven() {
        Optional<String> gateway =
                Optional.of("an image to find the gateway with (set TESTCONTAINERS_HOST_OVERRIDE=localhost)");
        assertEquals(gateway, Engine.pull(NO_REAPER, true));
        Map<String, String> both =
                Map.of("TESTCONTAINERS_RYUK_DISABLED", "true", "TESTCONTAINERS_HOST_OVERRIDE", "localhost");
        assertEquals(Optional.empty(), Engine.pull(both, true));
    }
}
