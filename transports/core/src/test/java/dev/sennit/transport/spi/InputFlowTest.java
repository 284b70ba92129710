package dev.sennit.transport.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.spi.InputFlow.Answer;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of {@link InputFlow}: the calls that led to a state, what becomes of input that arrives, and what is next. */
class InputFlowTest {
    private final InputFlow input = new InputFlow() {};
    private ByteBuffer taken = ByteBuffer.allocate(0);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    # calls                               | arriving | next    | kept bytes
                    -                                     | DELIVER  | READ    | 0
                    pause                                 | KEEP     | STOP    | 0
                    pause resume                          | DELIVER  | READ    | 0
                    marks                                 | KEEP     | STOP    | 0
                    marks unmarks                         | DELIVER  | READ    | 0
                    pause marks resume                    | KEEP     | STOP    | 0
                    pause marks unmarks                   | KEEP     | STOP    | 0
                    pause marks replace                   | DELIVER  | READ    | 0
                    deliver                               | KEEP     | READ    | 0
                    deliver done                          | DELIVER  | READ    | 0
                    keep                                  | KEEP     | DELIVER | 4
                    keep keep                             | KEEP     | DELIVER | 8
                    keep pause                            | KEEP     | STOP    | 4
                    keep pause resume                     | KEEP     | DELIVER | 4
                    keep drop                             | DELIVER  | READ    | 0
                    end                                   | KEEP     | DELIVER | 0
                    end pause                             | KEEP     | STOP    | 0
                    end takeEnd                           | DELIVER  | READ    | 0
                    end drop                              | DELIVER  | READ    | 0
                    first                                 | KEEP     | DELIVER | 4
                    keep take                             | DELIVER  | READ    | 0
                    keep take begin                       | DELIVER  | READ    | 0
                    keep take begin deliver               | KEEP     | READ    | 0
                    keep take begin deliver keep          | KEEP     | DELIVER | 4
                    keep take begin deliver done finish   | DELIVER  | READ    | 0
                    keep take begin back                  | KEEP     | DELIVER | 4
                    keep take begin pause back            | KEEP     | STOP    | 4
                    keep take begin back finish           | KEEP     | DELIVER | 4
                    keep take begin back finish take      | DELIVER  | READ    | 0
                    keep end take                         | KEEP     | DELIVER | 0
                    keep end take begin                   | DELIVER  | READ    | 0
                    keep end take begin finish            | KEEP     | DELIVER | 0
                    keep end take begin back finish       | KEEP     | DELIVER | 4
                    keep end take begin finish takeEnd    | DELIVER  | READ    | 0
                    """)
    void answersWhatBecomesOfInput(String calls, Answer arriving, Answer next, int keptBytes) {
        for (String call : calls.split(" ", -1)) {
            make(call);
        }
        assertEquals(arriving, input.inputArriving());
        assertEquals(next, input.inputNext());
        assertEquals(keptBytes, input.keptInputBytes());
    }

    private void make(String call) {
        switch (call) {
            case "-" -> {}
            case "pause" -> input.pausedByProtocol(true);
            case "resume" -> input.pausedByProtocol(false);
            case "marks" -> input.pausedByMarks(true);
            case "unmarks" -> input.pausedByMarks(false);
            case "replace" -> input.resumeInput();
            case "deliver" -> input.delivering(true);
            case "done" -> input.delivering(false);
            case "keep" -> input.keepInput(bytes("kept"));
            case "first" -> input.keepInputFirst(bytes("back"));
            case "back" -> input.keepInputFirst(taken);
            case "end" -> input.keepInputEnd();
            case "takeEnd" -> input.takeInputEnd();
            case "take" -> taken = input.takeInput();
            case "begin" -> input.deliveryBegins(taken);
            case "finish" -> input.deliveryEnds();
            case "drop" -> input.dropKeptInput();
            default -> throw new IllegalArgumentException(call);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    # calls                | taken
                    keep:ab                | ab
                    keep:ab keep:cd        | abcd
                    first:ab               | ab
                    keep:cd first:ab       | abcd
                    first:cd first:ab      | abcd
                    keep:cd first:ab keep:e | abcde
                    """)
    void takesBytesInTheOrderOfTheStream(String calls, String bytes) {
        for (String call : calls.split(" ", -1)) {
            ByteBuffer data = bytes(call.substring(call.indexOf(':') + 1));
            if (call.startsWith("keep")) {
                input.keepInput(data);
            } else {
                input.keepInputFirst(data);
            }
        }
        assertEquals(bytes, Bytes.copyOf(input.takeInput()).toUtf8());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    # the end arrived | is kept | a layer hears it | a later end is new
                    false             | false   | false            | true
                    true              | false   | true             | false
                    true              | true    | true             | true
                    """)
    void aLayerTakesOverAnEndThatTheProtocolHasNotHeard(
            boolean arrived, boolean kept, boolean layerHears, boolean laterIsNew) {
        if (arrived) {
            input.endInput();
        }
        if (kept) {
            input.keepInputEnd();
        }
        assertEquals(layerHears, input.passInputEnd());
        assertEquals(laterIsNew, input.endInput());
    }

    /** A protocol that pauses after each of many messages would else copy the rest each time. */
    @Test
    void copiesTheRestOfADeliveryOnlyOnceHalfOfItHasBeenUsed() {
        ByteBuffer kept = ByteBuffer.wrap(new byte[8]);
        input.deliveryBegins(kept);
        kept.position(4);
        input.keepInputFirst(kept);
        ByteBuffer half = input.takeInput();
        kept.put(7, (byte) 1);
        assertEquals(1, half.get(half.limit() - 1), "the same memory");

        input.deliveryBegins(half);
        half.position(5);
        input.keepInputFirst(half);
        assertEquals(3, input.keptInputBytes());
        assertEquals(3, input.takeInput().capacity());
    }

    private static ByteBuffer bytes(String text) {
        return Bytes.utf8(text).asReadOnlyBuffer();
    }
}
