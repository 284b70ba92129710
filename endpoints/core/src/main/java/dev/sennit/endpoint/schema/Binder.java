package dev.sennit.endpoint.schema;

import dev.sennit.endpoint.description.EndpointSyntaxException;
import dev.sennit.endpoint.description.NearestName;
import dev.sennit.endpoint.description.ParsedDescription;
import dev.sennit.endpoint.description.ParsedDescription.Part;
import dev.sennit.endpoint.description.SecretNames;
import dev.sennit.endpoint.description.SourceText;
import dev.sennit.endpoint.schema.RuleCheck.Broken;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Gives each part of a description to the argument it is for, and reads it.
 *
 * <p>Mistakes of arrangement come before mistakes of value: an unquoted colon shifts all that follows, and then the
 * complaint about the number of arguments is the helpful one.
 */
final class Binder {

    private static final String QUOTE_COLONS = "; a value with ':' goes in brackets";

    private final EndpointSchema schema;
    private final ParsedDescription parsed;
    private final EndpointTypes types;
    private final List<Argument<?>> positional;
    private final Optional<Argument<?>> rest;
    private final Map<Argument<?>, SourceText> given = new LinkedHashMap<>();
    private final Map<Argument<?>, SourceText> segments = new LinkedHashMap<>();
    private int positionalGiven;
    private String lastName = "";

    Binder(EndpointSchema schema, ParsedDescription parsed, EndpointTypes types) {
        this.schema = schema;
        this.parsed = parsed;
        this.types = types;
        this.positional =
                schema.arguments().stream().filter(Argument::isPositional).toList();
        this.rest = schema.arguments().stream().filter(Argument::isRest).findFirst();
    }

    Arguments bind() {
        assignParts();
        RuleCheck rules = new RuleCheck(schema, List.copyOf(segments.keySet()));
        rules.beforeReading().ifPresent(broken -> {
            throw error(broken, segments);
        });
        Map<Argument<?>, Object> values = new LinkedHashMap<>();
        given.forEach((argument, text) -> values.put(argument, read(argument, text)));
        Arguments arguments = new Arguments(schema, values);
        rules.afterReading(arguments).ifPresent(broken -> {
            throw error(broken, given);
        });
        return arguments;
    }

    private <T> Object read(Argument<T> argument, SourceText text) {
        return (Object) argument.kind().parse(new ArgumentText(argument.name(), text, types));
    }

    /** Points at the argument that breaks a rule; at the end if it was not given. */
    private EndpointSyntaxException error(Broken broken, Map<Argument<?>, SourceText> places) {
        SourceText place = broken.blamed().map(places::get).orElse(null);
        SourceText all = parsed.source();
        return place == null ? all.error(all.text().length(), broken.problem()) : place.error(0, broken.problem());
    }

    private void assignParts() {
        if (hasOnlyAColon()) {
            return;
        }
        for (int i = 0; i < parsed.parts().size(); i++) {
            Part part = parsed.parts().get(i);
            if (!part.isPositional()) {
                assignNamed(part);
            } else if (lastName.isEmpty() && positionalGiven < positional.size()) {
                assign(positional.get(positionalGiven++), part, part.value());
            } else if (rest.isEmpty() || given.containsKey(rest.get())) {
                throw outOfPlace(i);
            } else if (isWhole(i, part)) {
                assign(rest.get(), part, part.value());
            } else {
                assign(rest.get(), part, parsed.restFrom(i));
                return;
            }
        }
    }

    /** Whether the string is {@code TYPE:}, with nothing after the colon, of a type that requires no argument. */
    private boolean hasOnlyAColon() {
        return parsed.parts().size() == 1
                && parsed.parts().get(0).segment().text().isEmpty()
                && schema.arguments().stream().noneMatch(Argument::isRequired);
    }

    /**
     * Answers whether the wrapped endpoint ends with its first part.
     *
     * <p>It does when it holds a quoted colon. How it was quoted must not matter, since a description does not keep it, so
     * brackets round a bare type, with more to follow, say nothing of where that belongs, and are refused.
     */
    private boolean isWhole(int index, Part part) {
        if (part.value().text().indexOf(':') >= 0 || index == parsed.parts().size() - 1) {
            return true;
        }
        if (part.segment().text().startsWith("[")) {
            throw parsed.parts()
                    .get(index + 1)
                    .segment()
                    .error(0, "arguments of " + schema.title() + " go before the endpoint it wraps");
        }
        return false;
    }

    private void assignNamed(Part part) {
        lastName = part.name();
        assign(schema.argument(part.name()).orElseThrow(() -> unknown(part)), part, part.value());
    }

    private void assign(Argument<?> argument, Part part, SourceText value) {
        if (given.containsKey(argument)) {
            boolean byPosition = positional.indexOf(argument) >= 0 && positional.indexOf(argument) < positionalGiven;
            throw part.segment()
                    .error(0, "argument '" + argument + "' is given twice" + (byPosition ? ", first by position" : ""));
        }
        given.put(argument, value);
        segments.put(argument, part.segment());
    }

    private EndpointSyntaxException unknown(Part part) {
        List<String> all = schema.arguments().stream()
                .flatMap(argument -> argument.names().stream())
                .toList();
        String names = schema.arguments().stream().map(Argument::name).collect(Collectors.joining(", "));
        String problem = schema.title() + " has no argument " + SourceText.quoted(part.name());
        Optional<String> advice = schema.arguments().stream()
                .flatMap(argument -> argument.adviceFor(part.name()).stream())
                .findFirst();
        String instead = advice.or(() -> NearestName.find(part.name(), all).map(name -> "did you mean '" + name + "'?"))
                .orElse(names.isEmpty() ? "it takes none" : "it takes " + names);
        return part.segment().error(0, problem + "; " + instead);
    }

    /** The name of an argument that stands there without a value is no secret, unless something follows that may be one. */
    private Optional<EndpointSyntaxException> bareName(int index) {
        SourceText segment = parsed.parts().get(index).segment();
        boolean last = parsed.parts().stream().skip(index + 1).noneMatch(Part::isPositional);
        boolean afterSecret = SecretNames.looksSecret(lastName);
        return schema.argument(segment.text())
                .filter(argument -> last && !afterSecret && !given.containsKey(argument))
                .map(argument -> segment.error(
                        0,
                        "'" + segment.text() + "' needs a value: " + segment.text() + "="
                                + (argument.kind() == ArgumentKind.bool() ? "yes" : "…")));
    }

    private EndpointSyntaxException outOfPlace(int index) {
        Optional<EndpointSyntaxException> bareName = bareName(index);
        if (bareName.isPresent()) {
            return bareName.get();
        }
        String problem;
        if (!lastName.isEmpty() && rest.isEmpty()) {
            problem =
                    "a positional argument cannot follow a named one" + QUOTE_COLONS + ", as in " + lastName + "=[a:b]";
        } else {
            problem = schema.title() + " takes " + countPositional();
        }
        boolean mayBeSecret =
                schema.arguments().stream().anyMatch(argument -> argument.kind().isSecret());
        SourceText remainder = parsed.restFrom(index);
        return mayBeSecret ? remainder.errorHidden(problem) : remainder.error(0, problem);
    }

    private String countPositional() {
        List<String> names = schema.arguments().stream()
                .filter(argument -> argument.isPositional() || argument.isRest())
                .map(Argument::name)
                .toList();
        return switch (names.size()) {
            case 0 -> "no positional arguments";
            case 1 -> "at most 1 positional argument (" + names.get(0) + ")" + QUOTE_COLONS;
            default ->
                "at most " + names.size() + " positional arguments (" + String.join(", ", names) + ")" + QUOTE_COLONS;
        };
    }
}
