package dev.sennit.endpoint.hop;

import dev.sennit.endpoint.HostPort;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.Secret;
import java.util.Optional;
import java.util.function.BiFunction;

/** The arguments that proxies share: where a proxy is, and who asks it. */
public final class ProxyArguments {
    /** Name or IP address of the proxy. */
    public static final Argument<String> HOST = Argument.required(
                    "host", ArgumentKind.host(), "Name or IP address of the proxy.")
            .positional();

    /** Port of the proxy. */
    public static final Argument<Integer> PORT = Argument.required(
                    "port", ArgumentKind.integer(1, 65_535), "Port of the proxy.")
            .positional();

    /** User name at the proxy. */
    public static final Argument<String> USER =
            Argument.optional("user", ArgumentKind.text(), "User name at the proxy.");

    /** Password at the proxy. */
    public static final Argument<Secret> PASSWORD =
            Argument.optional("password", ArgumentKind.secret(), "Password at the proxy; goes with user=.");

    private ProxyArguments() {}

    /** Returns where the proxy is. */
    public static HostPort proxy(Arguments arguments) {
        return new HostPort(arguments.get(HOST), arguments.get(PORT));
    }

    /** Makes credentials of user name and password, if there is a user; without a password, of an empty one. */
    public static <T> Optional<T> login(Arguments arguments, BiFunction<String, String, T> make) {
        String password = arguments.find(PASSWORD).map(Secret::reveal).orElse("");
        return arguments.find(USER).map(user -> make.apply(user, password));
    }
}
