package dev.sennit.transport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sennit.transport.contract.Products.Row;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductsTest {
    @ParameterizedTest
    @CsvSource({"4, 5, 3", "5, 7, 3", "3, 3, 3", "2, 9, 1"})
    void eachPairOfChoicesOccurs(int first, int second, int third) {
        List<Row> rows = Products.pairwise(first, second, third).toList();

        assertEquals(first * second, rows.size());
        assertEquals(first * second, distinct(rows, row -> List.of(row.first(), row.second())));
        assertEquals(first * third, distinct(rows, row -> List.of(row.first(), row.third())));
        assertEquals(second * third, distinct(rows, row -> List.of(row.second(), row.third())));
    }

    @Test
    void allCombinationsOccurOnce() {
        List<Row> rows = Products.all(4, 5, 3).toList();

        assertEquals(60, rows.size());
        assertEquals(60, distinct(rows, row -> row));
    }

    @Test
    void refusesAThirdListThatIsLongerThanAnother() {
        assertThrows(IllegalArgumentException.class, () -> Products.pairwise(2, 5, 3));
    }

    private static int distinct(List<Row> rows, Function<Row, Object> pair) {
        return rows.stream().map(pair).collect(Collectors.toSet()).size();
    }
}
