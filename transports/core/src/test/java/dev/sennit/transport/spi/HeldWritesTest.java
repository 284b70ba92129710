package dev.sennit.transport.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sennit.transport.bytes.Bytes;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of {@link HeldWrites}: the calls in their order, and what is released in the end. */
class HeldWritesTest {
    private static final int MARK_BYTES = 3;

    private final Pressure pressure = new Pressure();
    private final HeldWrites held = new HeldWrites(pressure);
    private String released = "";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    # calls             | last answer | held | over  | released | end
                    -                   | -           | 0    | false | ''       | NONE
                    abc                 | -           | 3    | false | abc      | NONE
                    abcd                | -           | 4    | true  | abcd     | NONE
                    ab cd               | -           | 4    | true  | abcd     | NONE
                    END                 | -           | 0    | false | ''       | OUTPUT
                    ab END              | -           | 2    | false | ab       | OUTPUT
                    ab END cdef         | -           | 2    | false | ab       | OUTPUT
                    CLOSE               | false       | 0    | false | ''       | CLOSE
                    ab CLOSE            | true        | 2    | false | ab       | CLOSE
                    ab CLOSE cdef       | true        | 2    | false | ab       | CLOSE
                    ab CLOSE CLOSE      | true        | 2    | false | ab       | CLOSE
                    ab CLOSE END        | true        | 2    | false | ab       | CLOSE
                    ab END CLOSE        | true        | 2    | false | ab       | CLOSE
                    abcd DROP           | -           | 0    | false | ''       | NONE
                    abcd DROP ef        | -           | 2    | false | ef       | NONE
                    """)
    void releasesInOrder(String calls, String answer, int length, boolean over, String bytes, HeldWrites.End end) {
        String last = "-";
        for (String call : calls.split(" ", -1)) {
            last = make(call, last);
        }

        assertEquals(answer, last);
        assertEquals(length, held.length());
        assertEquals(over, pressure.isOver(Pressure.Source.HELD));
        assertEquals(end, held.release(data -> released += Bytes.copyOf(data).toUtf8()));
        assertEquals(bytes, released);
        assertEquals(0, held.length());
        assertFalse(pressure.isOver());
    }

    private String make(String call, String last) {
        switch (call) {
            case "-" -> {}
            case "END" -> held.endOutput();
            case "CLOSE" -> {
                return String.valueOf(held.close());
            }
            case "DROP" -> held.drop();
            default -> {
                ByteBuffer data = Bytes.utf8(call).asReadOnlyBuffer();
                held.write(data, MARK_BYTES);
                assertEquals(0, data.remaining(), "takes all bytes");
            }
        }
        return last;
    }
}
