package dev.sennit.endpoint;

import dev.sennit.endpoint.description.EndpointDescription;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.Arguments;
import java.util.function.Function;

/**
 * An endpoint that is put together in code: the value that its string spells. Subclasses have a method for each argument of
 * their type, which returns a changed copy. It opens nothing, and belongs to no reactor: {@link EndpointContext} makes an
 * endpoint of it.
 *
 * <p>Two are equal when their strings say the same.
 *
 * @param <S> the subclass
 */
public abstract class EndpointSpec<S extends EndpointSpec<S>> {
    private final Arguments arguments;
    private final Function<Arguments, S> copy;

    /**
     * Makes one of these arguments, which are of the subclass's type.
     *
     * @param copy the constructor of the subclass
     */
    protected EndpointSpec(Arguments arguments, Function<Arguments, S> copy) {
        this.arguments = arguments;
        this.copy = copy;
    }

    /**
     * Returns a copy with this argument.
     *
     * @throws IllegalArgumentException if the value breaks the argument's rule
     */
    protected final <T> S with(Argument<T> argument, T value) {
        return copy.apply(arguments.with(argument, value));
    }

    /** Returns the type and the arguments. */
    public final Arguments arguments() {
        return arguments;
    }

    /** Returns the endpoint in its normal form; {@link EndpointDescription#format} of it is the string, secrets included. */
    public final EndpointDescription describe() {
        return arguments.toDescription();
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof EndpointSpec<?> that && arguments.equals(that.arguments);
    }

    @Override
    public final int hashCode() {
        return arguments.hashCode();
    }

    /** Returns the endpoint as a string to show, secrets as {@code ***}. */
    @Override
    public final String toString() {
        return arguments.describe();
    }
}
