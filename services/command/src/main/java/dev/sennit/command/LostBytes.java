package dev.sennit.command;

import dev.sennit.endpoint.description.EndpointSyntaxException;
import java.util.Optional;

/**
 * Arguments that had bytes which are no text: the JVM has put U+FFFD in their place, so that they would name another file or
 * host than the user did.
 */
final class LostBytes {
    private static final char LOST = '\uFFFD';
    private static final String PROBLEM = "bytes that are no text in the encoding of this locale (see LC_ALL and LANG)";

    private LostBytes() {}

    /** What to tell of the first of them, if there is one; values of options are not shown, since they may be secrets. */
    static Optional<String> mistake(String... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            int at = arguments[i].indexOf(LOST);
            if (at >= 0) {
                return Optional.of(
                        i > 0 && isBareOption(arguments[i - 1])
                                ? "what follows '" + arguments[i - 1] + "' has " + PROBLEM
                                : pointedOut(arguments[i], at));
            }
        }
        return Optional.empty();
    }

    private static boolean isBareOption(String argument) {
        return argument.startsWith("--") && argument.indexOf('=') < 0;
    }

    private static String pointedOut(String argument, int at) {
        int value = argument.startsWith("-") ? argument.indexOf('=') + 1 : 0;
        String shown = value > 0 && at >= value ? argument.substring(0, value) : argument;
        return "mistake in an argument:\n"
                + new EndpointSyntaxException(shown, Math.min(at, shown.length()), "here are " + PROBLEM).getMessage();
    }
}
