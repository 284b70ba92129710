package dev.sennit.services;

import dev.sennit.endpoint.schema.Argument;
import dev.sennit.transport.ProtocolFactory;
import java.util.List;

/** A service that can be run by name. A {@link ServiceModule} lists it. */
public interface ServiceType extends ServiceModule {
    /** The name it is run by: lower-case letters, digits and hyphens. */
    String name();

    /** One sentence on what it does. */
    String help();

    /** More than the one sentence, if there is more to say; else empty. */
    default String description() {
        return "";
    }

    /** The options that it takes, in the order in which help shows them; always the same objects. */
    default List<Argument<?>> options() {
        return List.of();
    }

    /**
     * Makes what serves. Opens nothing: that is for the factory's {@code start}.
     *
     * @throws IllegalArgumentException if the options are wrong together, or in a way that their kinds do not tell
     */
    ProtocolFactory<?> factory(ServiceOptions options, ServiceContext context);

    /** Returns this service alone. */
    @Override
    default List<? extends ServiceType> types() {
        return List.of(this);
    }
}
