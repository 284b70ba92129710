package dev.sennit.integration.tls.programs;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.integration.tls.LineServer;
import dev.sennit.peers.Execution;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * How a program is expected to end.
 *
 * @param codes its exit code is one of these
 * @param words its output contains these, in this order
 */
record ProgramExit(Set<Integer> codes, List<String> words) {
    /** It succeeds, and prints the reply of {@link LineServer} after these words. */
    static ProgramExit success(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add(LineServer.REPLY);
        return new ProgramExit(Set.of(0), all);
    }

    static ProgramExit failure(int code, String... words) {
        return new ProgramExit(Set.of(code), List.of(words));
    }

    void check(Execution execution) {
        assertAll(
                () -> assertTrue(
                        codes.contains(execution.exitCode()),
                        () -> "wanted exit code " + codes + ", not " + execution.exitCode() + ":\n"
                                + execution.output()),
                () -> assertTrue(
                        containsInOrder(execution.output(), words),
                        () -> "wanted " + words + " in:\n" + execution.output()));
    }

    static boolean containsInOrder(String text, List<String> words) {
        int from = 0;
        for (String word : words) {
            int at = text.indexOf(word, from);
            if (at < 0) {
                return false;
            }
            from = at + word.length();
        }
        return true;
    }
}
