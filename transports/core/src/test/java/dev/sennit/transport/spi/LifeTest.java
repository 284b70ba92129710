package dev.sennit.transport.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.transport.spi.Life.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of {@link Life}: every call in every state, whether it takes effect, and the state that follows. */
class LifeTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    # state       | call         | takes effect | next
                    OPENING       | makeProtocol | true         | MAKING
                    OPENING       | open         | false        | OPENING
                    OPENING       | close        | true         | CLOSING_EARLY
                    OPENING       | abort        | true         | CLOSING_EARLY
                    OPENING       | lose         | true         | LOST
                    MAKING        | makeProtocol | false        | MAKING
                    MAKING        | open         | true         | OPEN
                    MAKING        | close        | true         | CLOSING_EARLY
                    MAKING        | abort        | true         | CLOSING_EARLY
                    MAKING        | lose         | true         | LOST
                    OPEN          | makeProtocol | false        | OPEN
                    OPEN          | open         | false        | OPEN
                    OPEN          | close        | true         | CLOSING
                    OPEN          | abort        | true         | CLOSING
                    OPEN          | lose         | true         | LOST
                    CLOSING_EARLY | makeProtocol | false        | CLOSING_EARLY
                    CLOSING_EARLY | open         | false        | CLOSING_EARLY
                    CLOSING_EARLY | close        | false        | CLOSING_EARLY
                    CLOSING_EARLY | abort        | true         | CLOSING_EARLY
                    CLOSING_EARLY | lose         | true         | LOST
                    CLOSING       | makeProtocol | false        | CLOSING
                    CLOSING       | open         | false        | CLOSING
                    CLOSING       | close        | false        | CLOSING
                    CLOSING       | abort        | true         | CLOSING
                    CLOSING       | lose         | true         | LOST
                    LOST          | makeProtocol | false        | LOST
                    LOST          | open         | false        | LOST
                    LOST          | close        | false        | LOST
                    LOST          | abort        | false        | LOST
                    LOST          | lose         | false        | LOST
                    """)
    void aCallTakesEffectAndLeadsToAState(State state, String call, boolean takesEffect, State next) {
        Life life = in(state);
        assertEquals(takesEffect, make(life, call));
        assertEquals(next, life.state());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    # state       | takes calls | is making | is open | has opened
                    OPENING       | true        | false     | false   | false
                    MAKING        | true        | true      | false   | false
                    OPEN          | true        | false     | true    | true
                    CLOSING_EARLY | false       | false     | false   | false
                    CLOSING       | false       | false     | false   | true
                    """)
    void aStateAnswersWhatIsLegal(
            State state, boolean takesCalls, boolean isMaking, boolean isOpen, boolean hasOpened) {
        Life life = in(state);
        assertEquals(takesCalls, life.takesCalls());
        assertEquals(isMaking, life.isMaking());
        assertEquals(isOpen, life.isOpen());
        assertEquals(hasOpened, life.hasOpened());
    }

    private static Life in(State state) {
        String way =
                switch (state) {
                    case OPENING -> "";
                    case MAKING -> "makeProtocol";
                    case OPEN -> "makeProtocol open";
                    case CLOSING_EARLY -> "close";
                    case CLOSING -> "makeProtocol open close";
                    case LOST -> "lose";
                };
        Life life = new Life();
        for (String call : way.split(" ", -1)) {
            if (!call.isEmpty()) {
                make(life, call);
            }
        }
        assertEquals(state, life.state());
        return life;
    }

    private static boolean make(Life life, String call) {
        return switch (call) {
            case "makeProtocol" -> life.makeProtocol();
            case "open" -> life.open();
            case "close" -> life.close();
            case "abort" -> life.abort();
            case "lose" -> life.lose();
            default -> throw new IllegalArgumentException(call);
        };
    }
}
