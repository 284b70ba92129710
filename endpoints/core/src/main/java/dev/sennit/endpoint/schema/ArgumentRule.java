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
        return new ExactlyOne(List.of(arguments));
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

    /** See {@link #exactlyOne}. */
    record ExactlyOne(List<Argument<?>> arguments) implements ArgumentRule {
        public ExactlyOne {
            arguments = List.copyOf(arguments);
            if (arguments.size() < 2 || arguments.stream().anyMatch(Argument::isRequired)) {
                throw new IllegalArgumentException(
                        "exactly one of two or more, none of them required, not " + arguments);
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
