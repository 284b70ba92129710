package dev.sennit.transport.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.transport.Protocol;
import dev.sennit.transport.spi.Pressure.Source;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of {@link Pressure}: what was over a mark, what the writer was told, what changes, and what is told then. */
class PressureTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    # over before        | told | call        | over  | next
                    -                    | no   | +CARRIER    | true  | PAUSE
                    -                    | no   | +FILES      | true  | PAUSE
                    -                    | no   | +HELD       | true  | PAUSE
                    -                    | no   | -CARRIER    | false | NONE
                    CARRIER              | no   | -CARRIER    | false | NONE
                    CARRIER              | yes  | +CARRIER    | true  | NONE
                    CARRIER              | yes  | +HELD       | true  | NONE
                    CARRIER              | yes  | -HELD       | true  | NONE
                    CARRIER              | yes  | -CARRIER    | false | RESUME
                    CARRIER FILES        | yes  | -CARRIER    | true  | NONE
                    CARRIER FILES        | yes  | -FILES      | true  | NONE
                    CARRIER FILES HELD   | yes  | -HELD       | true  | NONE
                    HELD                 | yes  | -HELD       | false | RESUME
                    CARRIER              | yes  | forgetTold  | true  | PAUSE
                    -                    | no   | forgetTold  | false | NONE
                    """)
    void answersWhatTheWriterIsToBeToldNow(
            String before, String told, String call, boolean over, Pressure.Change next) {
        Pressure pressure = new Pressure();
        for (Source source : Source.values()) {
            pressure.set(source, before.contains(source.name()));
        }
        if (told.equals("yes")) {
            pressure.next();
        }

        if (call.equals("forgetTold")) {
            pressure.forgetTold();
        } else {
            pressure.set(Source.valueOf(call.substring(1)), call.startsWith("+"));
        }

        assertEquals(over, pressure.isOver());
        assertEquals(next, pressure.next());
        assertEquals(Pressure.Change.NONE, pressure.next(), "told once");
    }

    @Test
    void tellsAProtocolByTurns() {
        List<String> told = new ArrayList<>();
        Protocol writer = new Protocol() {
            @Override
            public void dataReceived(ByteBuffer data) {}

            @Override
            public boolean writePaused() {
                told.add("paused");
                return true;
            }

            @Override
            public void writeResumed() {
                told.add("resumed");
            }
        };
        Pressure pressure = new Pressure();

        pressure.tell(writer);
        pressure.set(Source.HELD, true);
        pressure.tell(writer);
        pressure.tell(writer);
        pressure.set(Source.HELD, false);
        pressure.tell(writer);

        assertEquals(List.of("paused", "resumed"), told);
    }
}
