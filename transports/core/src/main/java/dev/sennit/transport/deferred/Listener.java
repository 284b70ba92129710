package dev.sennit.transport.deferred;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A stage at the end of a chain: feeds no cell. */
final class Listener<A extends @Nullable Object> extends Stage<A> {
    private final Consumer<Outcome<A>> consumer;

    Listener(Cell<A> upstream, Consumer<Outcome<A>> consumer) {
        super(upstream);
        this.consumer = consumer;
    }

    @Override
    void run(Outcome<A> outcome, Work work) {
        consumer.accept(outcome);
    }
}
