package dev.sennit.endpoint.schema;

import dev.sennit.endpoint.schema.ArgumentRule.Excludes;
import dev.sennit.endpoint.schema.ArgumentRule.Holds;
import dev.sennit.endpoint.schema.ArgumentRule.Needs;
import dev.sennit.endpoint.schema.ArgumentRule.OneOf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares the arguments given with a type's rules.
 *
 * @param given the arguments given, in the order written
 */
record RuleCheck(EndpointSchema schema, List<Argument<?>> given) {
    /**
     * A rule that is broken.
     *
     * @param blamed the argument that breaks it; empty if an argument is missing
     */
    record Broken(Optional<Argument<?>> blamed, String problem) {
        static Broken by(Argument<?> blamed, String problem) {
            return new Broken(Optional.of(blamed), problem);
        }
    }

    /** Finds the first argument that is missing, and the first rule that no values could keep. */
    Optional<Broken> beforeReading() {
        for (Argument<?> argument : schema.arguments()) {
            if (argument.isRequired() && !isGiven(argument)) {
                return missing("'" + argument + "'");
            }
        }
        return first(this::brokenByPresence);
    }

    /** Finds the first rule that the values break. */
    Optional<Broken> afterReading(Arguments values) {
        return first(rule -> rule instanceof Holds holds && !holds.rule().test(values)
                ? Optional.of(Broken.by(holds.blamed(), holds.problem()))
                : Optional.empty());
    }

    private Optional<Broken> first(Function<ArgumentRule, Optional<Broken>> check) {
        return schema.rules().stream()
                .flatMap(rule -> check.apply(rule).stream())
                .findFirst();
    }

    private Optional<Broken> brokenByPresence(ArgumentRule rule) {
        if (rule instanceof OneOf one) {
            return requireOne(one);
        }
        if (rule instanceof Needs needs && isGiven(needs.argument()) && !isGiven(needs.other())) {
            return Optional.of(Broken.by(
                    needs.argument(), "'" + needs.argument() + "' is of use only beside '" + needs.other() + "'"));
        }
        return rule instanceof Excludes excludes && isGiven(excludes.argument()) && isGiven(excludes.other())
                ? Optional.of(together(List.of(excludes.argument(), excludes.other())))
                : Optional.empty();
    }

    private Optional<Broken> requireOne(OneOf rule) {
        List<Argument<?>> found =
                rule.arguments().stream().filter(this::isGiven).toList();
        if (found.isEmpty()) {
            return missing(rule.arguments().stream()
                    .map(argument -> "'" + argument + "'")
                    .collect(Collectors.joining(" or ")));
        }
        return rule.only() && found.size() > 1 ? Optional.of(together(found)) : Optional.empty();
    }

    private Optional<Broken> missing(String names) {
        return Optional.of(new Broken(Optional.empty(), schema.title() + " needs " + names + ": " + schema.usage()));
    }

    /** Blames the argument that was written later. */
    private Broken together(List<Argument<?>> excluding) {
        List<Argument<?>> written = new ArrayList<>(given);
        written.retainAll(excluding);
        return Broken.by(written.get(1), "'" + written.get(1) + "' cannot be given beside '" + written.get(0) + "'");
    }

    private boolean isGiven(Argument<?> argument) {
        return given.contains(argument);
    }
}
