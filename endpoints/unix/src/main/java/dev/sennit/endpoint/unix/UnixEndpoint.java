package dev.sennit.endpoint.unix;

import dev.sennit.endpoint.ServerSpec;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.transport.UnixAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Endpoints of a Unix system put together in code:
 *
 * <pre>{@code
 * Endpoints.server(UnixEndpoint.server("/run/echo.sock").mode(0600)).listen(Echo::new);
 * Endpoints.client(UnixEndpoint.exec("ssh", "example.org", "nc localhost 8007")).connect(Hello::new);
 * }</pre>
 */
public final class UnixEndpoint {
    private UnixEndpoint() {}

    /**
     * Listens on a Unix socket: {@code unix:PATH}.
     *
     * @param path a path, or {@code @} and a name in Linux's abstract namespace
     */
    public static UnixServerSpec server(String path) {
        return new UnixServerSpec(
                Arguments.of(UnixServerType.SCHEMA).with(UnixArguments.ADDRESS, new UnixAddress(path)));
    }

    /**
     * Connects to a Unix socket: {@code unix:PATH}.
     *
     * @param path a path, or {@code @} and a name in Linux's abstract namespace
     */
    public static UnixClientSpec client(String path) {
        return new UnixClientSpec(
                Arguments.of(UnixClientType.SCHEMA).with(UnixArguments.ADDRESS, new UnixAddress(path)));
    }

    /** Listens on a socket that is open already: {@code fd:NUMBER}. */
    public static ServerSpec fd(int number) {
        return ServerSpec.of(Arguments.of(FdServerType.SCHEMA).with(FdServerType.NUMBER, number));
    }

    /** Listens on the only socket that systemd passed on: {@code systemd:}. */
    public static ServerSpec systemd() {
        return ServerSpec.of(Arguments.of(SystemdServerType.SCHEMA));
    }

    /** Listens on one of the sockets that systemd passed on: {@code systemd:index=N}, the first is 0. */
    public static ServerSpec systemd(int index) {
        return ServerSpec.of(Arguments.of(SystemdServerType.SCHEMA).with(SystemdServerType.INDEX, index));
    }

    /** Listens on the socket of this name that systemd passed on: {@code systemd:name=NAME}. */
    public static ServerSpec systemd(String name) {
        return ServerSpec.of(Arguments.of(SystemdServerType.SCHEMA).with(SystemdServerType.NAME, name));
    }

    /** Serves one connection on this process's standard input and output: {@code stdio}. */
    public static ServerSpec stdio() {
        return ServerSpec.of(Arguments.of(StdioServerType.SCHEMA));
    }

    /** Starts a program and talks to its standard input and output: {@code exec:COMMAND}. No shell reads it. */
    public static ExecClientSpec exec(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        return new ExecClientSpec(Arguments.of(ExecClientType.SCHEMA).with(ExecClientType.COMMAND, command));
    }
}
