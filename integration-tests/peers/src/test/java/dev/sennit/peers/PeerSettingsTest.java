package dev.sennit.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeerSettingsTest {
    @Test
    void withoutParametersAnyHomeIsGoodAndNothingIsRequiredOrBuilt() {
        assertEquals(new PeerSettings(Optional.empty(), false, false), settings(Map.of()));
        assertEquals(new PeerSettings(Optional.empty(), false, false), settings(Map.of("peers.home", "auto")));
    }

    @Test
    void parametersAreTakenOver() {
        assertEquals(
                new PeerSettings(Optional.of(PeerHome.BRIDGE), true, true),
                settings(Map.of("peers.home", "bridge", "peers.required", "true", "peers.build", "true")));
    }

    @Test
    void anUnknownHomeIsRefusedWithThoseThatAreKnown() {
        var refused = assertThrows(IllegalArgumentException.class, () -> settings(Map.of("peers.home", "docker")));
        assertEquals("peers.home is 'docker', wanted auto, host, bridge or process", refused.getMessage());
    }

    private static PeerSettings settings(Map<String, String> parameters) {
        return PeerSettings.of(name -> Optional.ofNullable(parameters.get(name)));
    }
}
