package dev.sennit.endpoint.schema;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A declaration in words, for people. */
final class Reference {

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
