package dev.sennit.endpoint.schema;

import dev.sennit.endpoint.description.EndpointSyntaxException;
import dev.sennit.endpoint.description.SourceText;
import dev.sennit.endpoint.schema.ArgumentRule.Excludes;
import dev.sennit.endpoint.schema.ArgumentRule.Holds;
import dev.sennit.endpoint.schema.ArgumentRule.Needs;
import dev.sennit.endpoint.schema.ArgumentRule.OneOf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Holds what was given against a type's rules.
 *
 * @param all the whole string
 * @param segments where each argument given stands, its name included, in the order written
 */
record RuleCheck(EndpointSchema schema, SourceText all, Map<Argument<?>, SourceText> segments) {
    /** Refuses what no values could make right. */
    void beforeReading() {
        for (ArgumentRule rule : schema.rules()) {
            if (rule instanceof OneOf one) {
                requireOne(one);
            } else if (rule instanceof Needs needs) {
                if (isGiven(needs.argument()) && !isGiven(needs.other())) {
                    throw at(
                            needs.argument(),
                            "'" + needs.argument() + "' is of use only beside '" + needs.other() + "'");
                }
            } else if (rule instanceof Excludes excludes && isGiven(excludes.argument()) && isGiven(excludes.other())) {
                throw together(List.of(excludes.argument(), excludes.other()));
            }
        }
    }

    /** Refuses values that do not fit together. */
    void afterReading(Arguments values, Map<Argument<?>, SourceText> texts) {
        for (ArgumentRule rule : schema.rules()) {
            if (rule instanceof Holds holds && !holds.rule().test(values)) {
                SourceText text = texts.get(holds.blamed());
                throw text == null ? all.error(all.text().length(), holds.problem()) : text.error(0, holds.problem());
            }
        }
    }

    private void requireOne(OneOf rule) {
        List<Argument<?>> given =
                rule.arguments().stream().filter(this::isGiven).toList();
        if (given.isEmpty()) {
            String names = rule.arguments().stream()
                    .map(argument -> "'" + argument + "'")
                    .collect(Collectors.joining(" or "));
            throw all.error(all.text().length(), schema.title() + " needs " + names + ": " + schema.usage());
        }
        if (rule.only() && given.size() > 1) {
            throw together(given);
        }
    }

    /** Points at the one that was written later. */
    private EndpointSyntaxException together(List<Argument<?>> excluding) {
        List<Argument<?>> written = new ArrayList<>(segments.keySet());
        written.retainAll(excluding);
        return at(written.get(1), "'" + written.get(1) + "' cannot be given beside '" + written.get(0) + "'");
    }

    private boolean isGiven(Argument<?> argument) {
        return segments.containsKey(argument);
    }

    private EndpointSyntaxException at(Argument<?> argument, String problem) {
        SourceText segment = segments.get(argument);
        return segment == null ? all.error(0, problem) : segment.error(0, problem);
    }
}
