package dev.sennit.transport.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of {@link Life}: every call in every state, whether it takes effect, and the state that follows. */
class LifeTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    # state       | call    | takes effect | next
                    OPENING       | making  | true         | MAKING
                    OPENING       | opened  | false        | OPENING
                    OPENING       | closed  | true         | CLOSING_EARLY
                    OPENING       | aborted | true         | CLOSING_EARLY
                    OPENING       | lost    | true         | LOST
                    MAKING        | making  | false        | MAKING
                    MAKING        | opened  | true         | OPEN
                    MAKING        | closed  | true         | CLOSING_EARLY
                    MAKING        | aborted | true         | CLOSING_EARLY
                    MAKING        | lost    | true         | LOST
                    OPEN          | making  | false        | OPEN
                    OPEN          | opened  | false        | OPEN
                    OPEN          | closed  | true         | CLOSING
                    OPEN          | aborted | true         | CLOSING
                    OPEN          | lost    | true         | LOST
                    CLOSING_EARLY | making  | false        | CLOSING_EARLY
                    CLOSING_EARLY | opened  | false        | CLOSING_EARLY
                    CLOSING_EARLY | closed  | false        | CLOSING_EARLY
                    CLOSING_EARLY | aborted | true         | CLOSING_EARLY
                    CLOSING_EARLY | lost    | true         | LOST
                    CLOSING       | making  | false        | CLOSING
                    CLOSING       | opened  | false        | CLOSING
                    CLOSING       | closed  | false        | CLOSING
                    CLOSING       | aborted | true         | CLOSING
                    CLOSING       | lost    | true         | LOST
                    LOST          | making  | false        | LOST
                    LOST          | opened  | false        | LOST
                    LOST          | closed  | false        | LOST
                    LOST          | aborted | false        | LOST
                    LOST          | lost    | false        | LOST
                    """)
    void aCallTakesEffectAndLeadsToAState(Life state, String call, boolean takesEffect, Life next) {
        Life after = after(state, call);
        assertEquals(takesEffect, after != null);
        assertEquals(next, after == null ? state : after);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    # state       | takes calls | has opened
                    OPENING       | true        | false
                    MAKING        | true        | false
                    OPEN          | true        | true
                    CLOSING_EARLY | false       | false
                    CLOSING       | false       | true
                    LOST          | false       | false
                    """)
    void aStateAnswersWhatIsLegal(Life state, boolean takesCalls, boolean hasOpened) {
        assertEquals(takesCalls, state.takesCalls());
        assertEquals(hasOpened, state.hasOpened());
    }

    private static @Nullable Life after(Life life, String call) {
        return switch (call) {
            case "making" -> life.making();
            case "opened" -> life.opened();
            case "closed" -> life.closed();
            case "aborted" -> life.aborted();
            case "lost" -> life.lost();
            default -> throw new IllegalArgumentException(call);
        };
    }
}
