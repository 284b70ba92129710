package dev.sennit.endpoint.unix;

import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.transport.UnixAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** The arguments that the types of this module have in common. */
final class UnixArguments {
    static final Argument<UnixAddress> ADDRESS = Argument.required(
                    "path",
                    ArgumentKind.of(
                            "a path, or @ and a name in Linux's abstract namespace",
                            UnixArguments::address,
                            UnixAddress::name),
                    "Path of the socket, or @NAME in Linux's abstract namespace; a path that begins with @ is ./@...")
            .aliases("address")
            .positional();

    static final Argument<Integer> BACKLOG = Argument.optional(
                    "backlog",
                    ArgumentKind.integer(1, 65_535),
                    1024,
                    "How many connections may wait to be accepted; the system may allow fewer.")
            .positional();

    private UnixArguments() {}

    private static Optional<UnixAddress> address(String text) {
        if (text.isEmpty() || (!text.startsWith("@") && !isPath(text))) {
            return Optional.empty();
        }
        return Optional.of(new UnixAddress(text));
    }

    private static boolean isPath(String text) {
        try {
            return !Path.of(text).toString().isEmpty();
        } catch (InvalidPathException none) {
            return false;
        }
    }
}
