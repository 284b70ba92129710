package dev.sennit.transport.contract;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The combinations of three lists of choices that a suite runs over, such as bottoms, handshakes and layers of TLS.
 *
 * <p>The system property {@value #LONG} selects all combinations. Without it a suite runs over few combinations in which
 * each pair of choices occurs: a fault of one choice, or of two together, shows in them.
 */
public final class Products {
    /** The system property that asks for tests that take minutes; Maven's profile {@code long} sets it. */
    public static final String LONG = "sennit.long";

    private Products() {}

    /** Whether tests that take minutes are asked for. */
    public static boolean isLong() {
        return Boolean.getBoolean(LONG);
    }

    /**
     * Returns all combinations if {@link #isLong}, otherwise {@link #pairwise}.
     *
     * @param first number of choices in the first list, at least {@code third}
     * @param second number of choices in the second list, at least {@code third}
     * @param third number of choices in the third list, 1 or more
     */
    public static Stream<Row> chosen(int first, int second, int third) {
        return isLong() ? all(first, second, third) : pairwise(first, second, third);
    }

    /** Returns all combinations. */
    public static Stream<Row> all(int first, int second, int third) {
        return pairwise(first, second, 1)
                .flatMap(row -> IntStream.range(0, third).mapToObj(k -> new Row(row.first, row.second, k)));
    }

    /**
     * Returns {@code first * second} combinations in which each pair of choices of two lists occurs.
     *
     * <p>Each choice of the first list meets each of the second once. The third choice is the sum of the two indices modulo
     * {@code third}, as in a Latin square, so that it runs through its list in each row and in each column.
     *
     * @throws IllegalArgumentException if the third list is empty or longer than another
     */
    public static Stream<Row> pairwise(int first, int second, int third) {
        if (third < 1 || third > Math.min(first, second)) {
            throw new IllegalArgumentException(
                    "the third list has " + third + " choices, wanted 1 to " + Math.min(first, second));
        }
        return IntStream.range(0, first).boxed().flatMap(i -> IntStream.range(0, second)
                .mapToObj(j -> new Row(i, j, (i + j) % third)));
    }

    /**
     * One combination.
     *
     * @param first index into the first list
     * @param second index into the second list
     * @param third index into the third list
     */
    public record Row(int first, int second, int third) {}
}
