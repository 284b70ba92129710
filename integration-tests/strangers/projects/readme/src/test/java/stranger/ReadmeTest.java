package stranger;

import org.junit.jupiter.api.Test;

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
