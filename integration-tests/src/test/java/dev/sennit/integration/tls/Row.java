package dev.sennit.integration.tls;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A row of the table of a meeting: what each side shall see of it.
 *
 * @param name what meets what, and how
 * @param theirs the exit code of the other program and something of what it prints; {@code …} is any text
 * @param ours what our side sees, as {@link Seen#text} tells it; {@code …} is any text, {@code ||} divides
 *     what it may be
 * @param meeting lets both meet
 */
record Row(String name, String theirs, String ours, Meeting meeting) {
    /** Lets both sides meet once, or more often. */
    interface Meeting {
        Both run() throws Exception;
    }

    /**
     * What both sides saw.
     *
     * @param theirs exit code, a space, and all that was printed
     * @param ours what our side saw
     */
    record Both(String theirs, String ours) {}

    /** The test, which shows what was seen. */
    DynamicTest test() {
        return DynamicTest.dynamicTest(name, () -> {
            Both both = meeting.run();
            assertAll(
                    name,
                    () -> assertTrue(matches(theirs, both.theirs()), () -> "theirs: " + theirs + "\n" + both.theirs()),
                    () -> assertTrue(matches(ours, both.ours()), () -> "ours: " + ours + "\n" + both.ours()));
        });
    }

    /** Whether a text is as wanted, where … is any text and || divides what is wanted. */
    static boolean matches(String wanted, String seen) {
        return Stream.of(wanted.split(" \\|\\| ", -1)).anyMatch(one -> matchesOne(one, seen));
    }

    private static boolean matchesOne(String wanted, String seen) {
        String regex = Stream.of(wanted.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(regex, Pattern.DOTALL).matcher(seen).matches();
    }
}
