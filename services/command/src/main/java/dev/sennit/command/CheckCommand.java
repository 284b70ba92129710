package dev.sennit.command;

import dev.sennit.endpoint.description.EndpointSyntaxException;
import dev.sennit.endpoint.description.SecretNames;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointRole;
import dev.sennit.endpoint.schema.EndpointTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sennit check}: reads an endpoint string and says what it means. */
@Command(
        name = "check",
        description = "Reads an endpoint string and says what it means, or where it is wrong. Opens nothing.",
        footer = {"", "Example: sennit check tcp:localhost:8007:timeout=5s"})
final class CheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "STRING", description = "The endpoint string.")
    private String text;

    @ArgGroup
    private Role role = new Role();

    private final World world;

    @SuppressWarnings("NullAway.Init") // picocli sets the parameters before it calls.
    CheckCommand(World world) {
        this.world = world;
    }

    /** Which role to take the string for; both if neither is asked for. */
    static final class Role {
        @Option(names = "--server", description = "Take it for a place to listen.")
        private boolean server;

        @Option(names = "--client", description = "Take it for a place to connect to.")
        private boolean client;
    }

    @Override
    public Integer call() {
        EndpointTypes types = world.endpoints().get().registry().types();
        List<Reading> readings =
                roles(types).stream().map(one -> read(types, one)).toList();
        List<Reading> right = readings.stream().filter(Reading::isRight).toList();
        if (right.isEmpty()) {
            return explainMistakes(types, readings);
        }
        for (int i = 0; i < right.size(); i++) {
            if (i > 0) {
                world.terminal().println();
            }
            right.get(i).arguments().forEach(arguments -> explain(arguments, ""));
        }
        return 0;
    }

    /** What one role makes of the string: arguments, or a mistake. */
    private record Reading(EndpointRole role, List<Arguments> arguments, List<EndpointSyntaxException> mistakes) {
        boolean isRight() {
            return mistakes.isEmpty();
        }
    }

    private List<EndpointRole> roles(EndpointTypes types) {
        if (role.server) {
            return List.of(EndpointRole.SERVER);
        }
        if (role.client) {
            return List.of(EndpointRole.CLIENT);
        }
        // Asked for a hop, every client would answer too.
        return knows(types, EndpointRole.HOP)
                ? List.of(EndpointRole.values())
                : List.of(EndpointRole.SERVER, EndpointRole.CLIENT);
    }

    private Reading read(EndpointTypes types, EndpointRole as) {
        try {
            return new Reading(as, List.of(types.bind(as, text)), List.of());
        } catch (EndpointSyntaxException mistake) {
            return new Reading(as, List.of(), List.of(mistake));
        }
    }

    private int explainMistakes(EndpointTypes types, List<Reading> readings) {
        // A role that has no such type has nothing to say, unless neither has.
        List<Reading> knowing = readings.stream()
                .filter(reading -> knows(types, reading.role()))
                .toList();
        List<Reading> told = knowing.isEmpty() ? readings.subList(0, 1) : knowing;
        for (Reading reading : told) {
            String as = knowing.isEmpty() ? "" : " as a " + reading.role().word();
            world.errors().println("sennit: mistake in an endpoint" + as + ":");
            reading.mistakes().forEach(mistake -> world.errors().println(mistake.getMessage()));
        }
        return Mistakes.NOT_UNDERSTOOD;
    }

    private boolean knows(EndpointTypes types, EndpointRole as) {
        int colon = text.indexOf(':');
        return types.find(as, colon < 0 ? text : text.substring(0, colon)).isPresent();
    }

    private void explain(Arguments arguments, String indent) {
        world.terminal()
                .println(indent + arguments.schema().title() + ": "
                        + arguments.schema().help());
        world.terminal().println(indent + "  " + arguments.describe());
        List<String[]> rows = new ArrayList<>();
        for (Argument<?> argument : arguments.schema().arguments()) {
            rows.add(new String[] {
                argument.name(), shown(arguments, argument), origin(arguments, argument), argument.help()
            });
        }
        columns(rows).forEach(line -> world.terminal().println(indent + "    " + line));
        for (Arguments nested : arguments.nested()) {
            explain(nested, indent + "    ");
        }
    }

    private static <T> String shown(Arguments arguments, Argument<T> argument) {
        String value =
                arguments.find(argument).map(found -> veiled(argument, found)).orElse("(none)");
        return value.isEmpty() ? "(empty)" : value;
    }

    /** Returns a value without what the whole endpoint does not show either, as in a nested endpoint and in a command. */
    private static <T> String veiled(Argument<T> argument, T value) {
        String text = argument.kind().format(value);
        return argument.kind().isSecret() ? "***" : SecretNames.hideSecrets(text);
    }

    private static String origin(Arguments arguments, Argument<?> argument) {
        if (arguments.isGiven(argument)) {
            return "given";
        }
        return argument.defaultValue().isPresent() ? "default" : "not given";
    }

    private static List<String> columns(List<String[]> rows) {
        int[] widths = new int[3];
        for (String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
            }
            lines.add(line.append(row[3]).toString());
        }
        return lines;
    }
}
