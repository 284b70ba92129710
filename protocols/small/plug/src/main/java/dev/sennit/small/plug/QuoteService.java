package dev.sennit.small.plug;

import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.services.ServiceContext;
import dev.sennit.services.ServiceOptions;
import dev.sennit.services.ServiceType;
import dev.sennit.small.QuoteOfTheDay;
import dev.sennit.transport.ProtocolFactory;
import java.util.List;

/** {@code qotd}: the quote of the day. */
public final class QuoteService implements ServiceType {
    private static final Argument<String> QUOTE = Argument.optional(
            "quote", ArgumentKind.text(), QuoteOfTheDay.DEFAULT_QUOTE, "What to say, at most 509 bytes.");

    /** For the service loader. */
    public QuoteService() {}

    @Override
    public String name() {
        return "qotd";
    }

    @Override
    public String help() {
        return "Sends one quote and closes (RFC 865).";
    }

    @Override
    public String description() {
        return "What a peer sends is thrown away.";
    }

    @Override
    public List<Argument<?>> options() {
        return List.of(QUOTE);
    }

    @Override
    public ProtocolFactory<?> factory(ServiceOptions options, ServiceContext context) {
        return new QuoteOfTheDay(options.get(QUOTE));
    }
}
