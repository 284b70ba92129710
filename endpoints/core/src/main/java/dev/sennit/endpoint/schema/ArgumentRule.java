package dev.sennit.endpoint.schema;

import java.util.List;
import java.util.function.Predicate;

/** What must hold among the arguments of a type, beside what each must be by itself. */
public sealed interface ArgumentRule {
    /** The arguments it is about. */
    List<Argument<?>> arguments();

    /**
     * One of these must be given, and one only. None of them is declared as required; of these one may be positional.
     *
     * @throws IllegalArgumentException if there are fewer than two, or one is required
     */
    static ArgumentRule exactlyOne(Argument<?>... arguments) {
        return new OneOf(List.of(arguments), true);
    }

    /**
     * One of these must be given, or more. None of them is declared as required; of these one may be positional.
     *
     * @throws IllegalArgumentException if there are fewer than two, or one is required
     */
    static ArgumentRule atLeastOne(Argument<?>... arguments) {
        return new OneOf(List.of(arguments), false);
    }

    /** This may be given only where the other is given, too. */
    static ArgumentRule needs(Argument<?> argument, Argument<?> other) {
        return new Needs(argument, other);
    }

    /** This may not be given together with the other. */
    static ArgumentRule excludes(Argument<?> argument, Argument<?> other) {
        return new Excludes(argument, other);
    }

    /**
     * Something must hold of all values, defaults included; asked once they are read.
     *
     * @param blamed the argument whose value is pointed at, if it was given
     * @param problem what is wrong otherwise
     */
    static ArgumentRule holds(Argument<?> blamed, Predicate<Arguments> rule, String problem) {
        return new Holds(blamed, rule, problem);
    }

    /**
     * See {@link #exactlyOne} and {@link #atLeastOne}.
     *
     * @param only whether a second one is a mistake
     */
    record OneOf(List<Argument<?>> arguments, boolean only) implements ArgumentRule {
        /** Checks what the methods say. */
        public OneOf {
            arguments = List.copyOf(arguments);
            if (arguments.size() < 2 || arguments.stream().anyMatch(Argument::isRequired)) {
                throw new IllegalArgumentException("one of two or more, none of them required, not " + arguments);
            }
        }
    }

    /** See {@link #needs}. */
    record Needs(Argument<?> argument, Argument<?> other) implements ArgumentRule {
        @Override
        public List<Argument<?>> arguments() {
            return List.of(argument, other);
        }
    }

    /** See {@link #excludes}. */
    record Excludes(Argument<?> argument, Argument<?> other) implements ArgumentRule {
        @Override
        public List<Argument<?>> arguments() {
            return List.of(argument, other);
        }
    }

    /** See {@link #holds}. */
    record Holds(Argument<?> blamed, Predicate<Arguments> rule, String problem) implements ArgumentRule {
        @Override
        public List<Argument<?>> arguments() {
            return List.of(blamed);
        }
    }
}
