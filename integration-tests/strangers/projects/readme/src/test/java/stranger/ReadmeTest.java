package stranger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.memory.LinkRules;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.small.Echo;
import dev.sennit.testing.RecordingTransport;
import dev.sennit.transport.bytes.Bytes;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import stranger.Main.Asker;

class ReadmeTest {
    @Test
    void oneSideByHand() {
        // README: TestedByHand 1
    }

    @Test
    void aWholeNetwork() {
        // README: TestedInSimulation 1
    }
}
