package dev.sennit.endpoint.tcp;

import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ConnectFailedException.Kind;
import java.util.List;
import java.util.stream.Collectors;

/** One failure that lists those of every address of a name. */
final class RaceFailure {
    /** A name server decides how many there are; the rest is only counted. */
    private static final int MOST_LISTED = 8;

    private RaceFailure() {}

    /**
     * Puts the failures of a name's addresses into one, the first as its cause and the others as suppressed.
     *
     * @param target the name, as the user wrote it
     * @param failures one for each address, at least one
     */
    static ConnectFailedException of(String target, List<Throwable> failures) {
        String listed =
                failures.stream().limit(MOST_LISTED).map(RaceFailure::problem).collect(Collectors.joining("; "));
        int more = failures.size() - MOST_LISTED;
        String problem = (failures.size() == 1 ? "" : "none of its " + failures.size() + " addresses answered: ")
                + listed
                + (more > 0 ? "; and " + more + " more" : "");
        ConnectFailedException all = new ConnectFailedException(target, kind(failures), problem, failures.get(0));
        failures.stream().skip(1).forEach(all::addSuppressed);
        return all;
    }

    /** The kind that all have in common. */
    private static Kind kind(List<Throwable> failures) {
        List<Kind> kinds = failures.stream()
                .map(failure -> failure instanceof ConnectFailedException failed ? failed.kind() : Kind.OTHER)
                .distinct()
                .toList();
        return kinds.size() == 1 ? kinds.get(0) : Kind.OTHER;
    }

    /** As in "192.0.2.1:80 connection refused; nothing listens there", without the words that all would begin with. */
    private static String problem(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof ConnectFailedException failed) {
            String start = "cannot connect to " + failed.target() + ": ";
            return message.startsWith(start)
                    ? failed.target() + " " + message.substring(start.length()).replace("; ", ", ")
                    : message;
        }
        return failure.toString();
    }
}
