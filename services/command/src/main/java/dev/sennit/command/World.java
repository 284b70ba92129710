package dev.sennit.command;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.services.ServiceTypes;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * All that the command touches outside itself.
 *
 * @param in standard input
 * @param out standard output, for a connection's bytes
 * @param terminal standard output, for text; flushed after every message
 * @param errors standard error, likewise
 * @param endpoints the reactor and the endpoint types; asked for at most once, and only by commands that need them
 * @param services the services that can be run; asked for only by commands that need them
 * @param signals tells of the wish to stop
 * @param logging sets how much of the log is shown: all of it for {@code true}, else only warnings
 * @param halt ends the process at once with an exit code
 */
record World(
        InputStream in,
        StandardOutput out,
        PrintWriter terminal,
        PrintWriter errors,
        Supplier<EndpointContext> endpoints,
        Supplier<ServiceTypes> services,
        Signals signals,
        Consumer<Boolean> logging,
        IntConsumer halt) {

    /** Text for a stream. It is UTF-8 whatever the locale says, as what it shows of a connection is bytes anyway. */
    static PrintWriter text(OutputStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}
