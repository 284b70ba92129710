package dev.sennit.tls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyUpdateLimitTest {
    private static final int MOST = 8;

    private long nanos = Long.MAX_VALUE - 1;

    /** How many of so many updates are allowed before the first that is not. */
    private int admitted(int updates, long millisBetween, int bytesBetween) {
        KeyUpdateLimit limit = new KeyUpdateLimit(MOST, () -> nanos);
        for (int i = 0; i < updates; i++) {
            if (!limit.admits()) {
                return i;
            }
            limit.received(bytesBetween);
            nanos += millisBetween * 1_000_000;
        }
        return updates;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "at once,                          0,    0,       8",
        "with a byte between,              0,    1,       8",
        "with half the data between,       0,    32768,   15",
        "with enough data between,         0,    65536,   5000",
        "with half a second between,       500,  0,       15",
        "with enough time between,         1000, 0,       5000",
        "with half of each,                500,  32768,   5000",
        "as a Sennit that writes one byte in each record, 0, 1048576, 5000",
    })
    void admitsUpdates(String how, long millisBetween, int bytesBetween, int expected) {
        assertEquals(expected, admitted(5000, millisBetween, bytesBetween), how);
    }

    @Test
    void allowsNoMoreAtOnceAfterALongSilenceOrMuchData() {
        KeyUpdateLimit limit = new KeyUpdateLimit(MOST, () -> nanos);
        limit.admits();
        nanos += 3_600_000_000_000L;
        limit.received(1 << 30);
        int admitted = 0;
        while (limit.admits()) {
            admitted++;
        }
        assertEquals(MOST, admitted);
    }
}
