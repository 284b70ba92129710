package dev.sennit.small.plug;

import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.services.ServiceContext;
import dev.sennit.services.ServiceModule;
import dev.sennit.services.ServiceOptions;
import dev.sennit.services.ServiceType;
import dev.sennit.small.Answer;
import dev.sennit.small.ChatRoom;
import dev.sennit.small.CountingServer;
import dev.sennit.small.Echo;
import dev.sennit.small.LogFile;
import dev.sennit.small.QuoteOfTheDay;
import dev.sennit.small.TimeUuidServer;
import dev.sennit.transport.ProtocolFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;

/** The services of this module, for the service loader. */
public final class SmallModule implements ServiceModule {
    private static final Argument<Integer> LIMIT = Argument.optional(
            "limit",
            ArgumentKind.integer(1, Integer.MAX_VALUE),
            CountingServer.DEFAULT_LIMIT,
            "The most connections at a time.");
    private static final Argument<Path> FILE = Argument.required("file", ArgumentKind.path(), "The file to append to.");
    private static final Argument<String> QUOTE = Argument.optional(
            "quote", ArgumentKind.text(), QuoteOfTheDay.DEFAULT_QUOTE, "What to say, at most 509 bytes.");

    private static final List<Small> TYPES = List.of(
            new Small(
                    "answer",
                    "Answers the questions it knows, a line each.",
                    "Try: How are you? Letter case and the amount of white space make no difference.",
                    (options, context) -> new Answer()),
            new Small(
                    "chat",
                    "Passes each line on to all others in the room.",
                    "The first line that you send is your name.",
                    (options, context) -> new ChatRoom()),
            new Small(
                    "counting",
                    "Tells each newcomer how many are connected.",
                    "Those over the limit are told so and turned away.",
                    (options, context) -> new CountingServer(options.get(LIMIT)),
                    LIMIT),
            new Small(
                    "echo",
                    "Sends back whatever arrives (RFC 862).",
                    "A peer that does not read what comes back is not read from either.",
                    (options, context) -> (ProtocolFactory<Echo>) Echo::new),
            new Small(
                    "logfile",
                    "Appends every line received to a file, with the time and the peer.",
                    "The file is made if it is not there. It is closed when the last line is in it.",
                    (options, context) -> new LogFile(options.get(FILE), context.workers(), context.clock()),
                    FILE),
            new Small(
                    "qotd",
                    "Sends one quote and closes (RFC 865).",
                    "What a peer sends is thrown away.",
                    (options, context) -> new QuoteOfTheDay(options.get(QUOTE)),
                    QUOTE),
            new Small(
                    "uuid",
                    "Hands out time-based UUIDs, from a menu.",
                    "Send C for a UUID, X to leave. Each is unique and later than those before.",
                    (options, context) -> new TimeUuidServer()));

    /** For the service loader. */
    public SmallModule() {}

    @Override
    public List<? extends ServiceType> types() {
        return TYPES;
    }

    private record Small(
            String name,
            String help,
            String description,
            List<Argument<?>> options,
            BiFunction<ServiceOptions, ServiceContext, ProtocolFactory<?>> make)
            implements ServiceType {
        Small(
                String name,
                String help,
                String description,
                BiFunction<ServiceOptions, ServiceContext, ProtocolFactory<?>> make,
                Argument<?>... options) {
            this(name, help, description, List.of(options), make);
        }

        @Override
        public ProtocolFactory<?> factory(ServiceOptions given, ServiceContext context) {
            return make.apply(given, context);
        }
    }
}
