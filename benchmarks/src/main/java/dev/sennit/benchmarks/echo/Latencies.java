package dev.sennit.benchmarks.echo;

import java.util.Arrays;

/** Counts of round trips by their microseconds; recording allocates nothing. */
final class Latencies {
    private static final int MAX_MICROS = 1_000_000;

    private final int[] counts = new int[MAX_MICROS + 1];
    private long total;

    void record(long nanos) {
        counts[(int) Math.min(MAX_MICROS, nanos / 1000)]++;
        total++;
    }

    void clear() {
        Arrays.fill(counts, 0);
        total = 0;
    }

    /** The microseconds that this share of the round trips, 0 to 1, did not exceed. */
    int percentileMicros(double share) {
        long wanted = (long) Math.ceil(share * total);
        long seen = 0;
        for (int micros = 0; micros < MAX_MICROS; micros++) {
            seen += counts[micros];
            if (seen >= wanted) {
                return micros;
            }
        }
        return MAX_MICROS;
    }
}
