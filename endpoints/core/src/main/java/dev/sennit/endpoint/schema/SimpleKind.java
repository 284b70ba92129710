package dev.sennit.endpoint.schema;

import java.util.Optional;
import java.util.function.Function;

/** A kind made of two functions. */
record SimpleKind<T>(String rule, Function<String, Optional<T>> reader, Function<T, String> writer, boolean isSecret)
        implements ArgumentKind<T> {

    @Override
    public T parse(ArgumentText text) {
        return reader.apply(text.text()).orElseThrow(() -> text.mustBe(rule));
    }

    @Override
    public String format(T value) {
        return writer.apply(value);
    }
}
