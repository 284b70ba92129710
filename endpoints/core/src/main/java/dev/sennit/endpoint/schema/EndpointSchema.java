package dev.sennit.endpoint.schema;

import dev.sennit.endpoint.description.EndpointDescription;
import dev.sennit.endpoint.description.ParsedDescription;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The declaration of an endpoint type: its names, its role and its arguments.
 *
 * @param help one sentence
 * @param foreignNames the names that other programs have for the type; it is not found under them, and errors lead to it
 * @param rules what must hold among the arguments
 * @param examples whole endpoint strings
 */
public record EndpointSchema(
        EndpointRole role,
        String name,
        List<String> aliases,
        List<String> foreignNames,
        String help,
        List<Argument<?>> arguments,
        List<ArgumentRule> rules,
        List<String> examples) {

    /**
     * @throws IllegalArgumentException if a name is given twice or is no name, a required positional argument follows an
     *     optional one, there are two arguments for the rest, or a rule is about an argument of another type
     */
    public EndpointSchema {
        aliases = List.copyOf(aliases);
        foreignNames = List.copyOf(foreignNames);
        arguments = List.copyOf(arguments);
        rules = List.copyOf(rules);
        examples = List.copyOf(examples);
        Stream.concat(Stream.of(name), aliases.stream()).forEach(EndpointDescription::of);
        refuseDuplicateNames(name, arguments);
        refuseMisplaced(name, arguments);
        refuseForeign(name, arguments, rules);
    }

    /** Starts the declaration of a type that listens. */
    public static EndpointSchema server(String name, String help) {
        return of(EndpointRole.SERVER, name, help);
    }

    /** Starts the declaration of a type that connects. */
    public static EndpointSchema client(String name, String help) {
        return of(EndpointRole.CLIENT, name, help);
    }

    /** Starts the declaration of a type that leads on to a place named by another. */
    public static EndpointSchema hop(String name, String help) {
        return of(EndpointRole.HOP, name, help);
    }

    private static EndpointSchema of(EndpointRole role, String name, String help) {
        return new EndpointSchema(role, name, List.of(), List.of(), help, List.of(), List.of(), List.of());
    }

    /** Sets the other names of the type. */
    public EndpointSchema aliases(String... names) {
        return new EndpointSchema(role, name, List.of(names), foreignNames, help, arguments, rules, examples);
    }

    /** Sets the names that other programs have for the type. */
    public EndpointSchema foreignNames(String... names) {
        return new EndpointSchema(role, name, aliases, List.of(names), help, arguments, rules, examples);
    }

    /** Sets the arguments; those that are positional, in their order. */
    public EndpointSchema arguments(Argument<?>... all) {
        return new EndpointSchema(role, name, aliases, foreignNames, help, List.of(all), rules, examples);
    }

    /** Sets what must hold among the arguments; those are set before. */
    public EndpointSchema rules(ArgumentRule... all) {
        return new EndpointSchema(role, name, aliases, foreignNames, help, arguments, List.of(all), examples);
    }

    /** Sets the examples shown in the reference. */
    public EndpointSchema examples(String... all) {
        return new EndpointSchema(role, name, aliases, foreignNames, help, arguments, rules, List.of(all));
    }

    /** Returns the name and the aliases. */
    public List<String> names() {
        return Stream.concat(Stream.of(name), aliases.stream()).toList();
    }

    /** Returns name and role, as in "tcp client". */
    public String title() {
        return name + " " + role.word();
    }

    /** Finds the argument with this name or alias. */
    public Optional<Argument<?>> argument(String anyName) {
        for (Argument<?> argument : arguments) {
            if (argument.names().contains(anyName)) {
                return Optional.of(argument);
            }
        }
        return Optional.empty();
    }

    /**
     * Answers whether the normal form has this argument by position: it is required, or one that is a choice is, and nothing
     * that may be left out stands before it.
     */
    boolean isWrittenByPosition(Argument<?> argument) {
        for (Argument<?> each : arguments) {
            boolean surely = each.isRequired() || isChoice(each);
            if (each == argument) {
                return each.isPositional() && surely;
            } else if (each.isPositional() && !each.isRequired()) {
                return false;
            }
        }
        return false;
    }

    /** Answers whether the argument is one of several of which one must be given. */
    boolean isChoice(Argument<?> argument) {
        return choiceWith(argument).isPresent();
    }

    /** Returns the rule that one of several arguments, this among them, must be given; empty if there is none. */
    Optional<ArgumentRule.OneOf> choiceWith(Argument<?> argument) {
        return rules.stream()
                .filter(rule ->
                        rule instanceof ArgumentRule.OneOf && rule.arguments().contains(argument))
                .map(ArgumentRule.OneOf.class::cast)
                .findFirst();
    }

    /**
     * Reads the arguments of a description; its type is taken to be this one.
     *
     * @param types the types that nested endpoints may be of
     * @throws dev.sennit.endpoint.description.EndpointSyntaxException if an argument is missing, unknown, given twice, out
     *     of place or has a wrong value
     */
    public Arguments bind(ParsedDescription parsed, EndpointTypes types) {
        return new Binder(this, parsed, types).bind();
    }

    /** Returns the usage in one line, such as {@code tcp:PORT[:interface=…]}. */
    public String usage() {
        return Reference.usage(this);
    }

    /** Returns all that the declaration says, as lines to read on a terminal. */
    public String reference() {
        return Reference.of(this);
    }

    private static void refuseDuplicateNames(String type, List<Argument<?>> arguments) {
        Set<String> seen = new HashSet<>();
        arguments.stream()
                .flatMap(argument -> argument.names().stream())
                .filter(name -> !seen.add(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(type + " declares the argument name '" + name + "' twice");
                });
    }

    private static void refuseMisplaced(String type, List<Argument<?>> arguments) {
        boolean optionalSeen = false;
        for (Argument<?> argument : arguments) {
            if (argument.isPositional() && argument.isRequired() && optionalSeen) {
                throw new IllegalArgumentException(
                        type + " declares the required positional argument '" + argument + "' after an optional one");
            }
            optionalSeen |= argument.isPositional() && !argument.isRequired();
        }
        if (arguments.stream().filter(Argument::isRest).count() > 1) {
            throw new IllegalArgumentException(type + " declares two arguments for the endpoint it wraps");
        }
    }

    private static void refuseForeign(String type, List<Argument<?>> arguments, List<ArgumentRule> rules) {
        for (ArgumentRule rule : rules) {
            if (!arguments.containsAll(rule.arguments())) {
                throw new IllegalArgumentException(
                        type + " has a rule about " + rule.arguments() + ", not all of which are its own");
            }
        }
    }

    /** A declaration in words, for people. */
    private static final class Reference {

        private Reference() {}

        static String usage(EndpointSchema schema) {
            StringBuilder usage = new StringBuilder(schema.name());
            StringBuilder wrapped = new StringBuilder();
            for (Argument<?> argument : schema.arguments()) {
                if (argument.isRest()) {
                    wrapped.append(':').append(placeholder(argument));
                } else if (schema.isChoice(argument)) {
                    List<Argument<?>> choice =
                            schema.choiceWith(argument).orElseThrow().arguments();
                    usage.append(choice.get(0) == argument ? choice(choice) : "");
                } else if (!argument.isRequired()) {
                    usage.append("[:").append(argument.name()).append("=…]");
                } else if (argument.isPositional()) {
                    usage.append(':').append(placeholder(argument));
                } else {
                    usage.append(':').append(argument.name()).append("=…");
                }
            }
            return usage.append(wrapped).toString();
        }

        /** The arguments of which one is given. */
        private static String choice(List<Argument<?>> arguments) {
            return arguments.stream()
                    .map(each -> each.isPositional() ? placeholder(each) : each.name() + "=…")
                    .collect(Collectors.joining("|", ":", ""));
        }

        static String of(EndpointSchema schema) {
            StringBuilder text = new StringBuilder();
            line(text, usage(schema));
            line(text, "  " + schema.help());
            if (!schema.aliases().isEmpty()) {
                line(text, "  Also called " + String.join(", ", schema.aliases()) + ".");
            }
            int width = schema.arguments().stream()
                    .mapToInt(argument -> argument.name().length())
                    .max()
                    .orElse(0);
            if (width > 0) {
                line(text, "");
            }
            for (Argument<?> argument : schema.arguments()) {
                line(text, "  " + argument + " ".repeat(width - argument.name().length()) + "  " + argument.help());
                line(text, " ".repeat(width + 4) + facts(schema, argument));
            }
            if (!schema.examples().isEmpty()) {
                line(text, "");
            }
            schema.examples().forEach(example -> line(text, "  " + example));
            return text.toString();
        }

        private static <T> String facts(EndpointSchema schema, Argument<T> argument) {
            StringBuilder facts = new StringBuilder(argument.kind().rule());
            facts.append(argument.isRequired() ? "; required" : need(schema.choiceWith(argument)));
            argument.defaultValue()
                    .map(argument.kind()::format)
                    .filter(value -> !value.isEmpty())
                    .ifPresent(value ->
                            facts.append(", default ").append(argument.kind().isSecret() ? "***" : value));
            facts.append(argument.isPositional() ? "; by position or name" : "");
            if (!argument.aliases().isEmpty()) {
                facts.append("; also ").append(String.join(", ", argument.aliases()));
            }
            return facts.toString();
        }

        private static String need(Optional<ArgumentRule.OneOf> choice) {
            return choice.map(rule -> (rule.only() ? "; exactly one of " : "; at least one of ")
                            + rule.arguments().stream().map(Argument::name).collect(Collectors.joining(", ")))
                    .orElse("; optional");
        }

        private static String placeholder(Argument<?> argument) {
            return argument.name().replaceAll("([a-z])([A-Z])", "$1-$2").toUpperCase(Locale.ROOT);
        }

        private static void line(StringBuilder text, String line) {
            text.append(line).append('\n');
        }
    }
}
