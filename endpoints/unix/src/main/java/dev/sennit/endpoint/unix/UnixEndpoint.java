package dev.sennit.endpoint.unix;

import dev.sennit.endpoint.ClientSpec;
import dev.sennit.endpoint.EndpointSpec;
import dev.sennit.endpoint.ServerSpec;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.unix.ExecClientType.Errors;
import dev.sennit.transport.UnixAddress;
import java.time.Duration;
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
    public static Server server(String path) {
        return new Server(Arguments.of(UnixServerType.SCHEMA).with(UnixArguments.ADDRESS, new UnixAddress(path)));
    }

    /**
     * Connects to a Unix socket: {@code unix:PATH}.
     *
     * @param path a path, or {@code @} and a name in Linux's abstract namespace
     */
    public static Client client(String path) {
        return new Client(Arguments.of(UnixClientType.SCHEMA).with(UnixArguments.ADDRESS, new UnixAddress(path)));
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
    public static Exec exec(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        return new Exec(Arguments.of(ExecClientType.SCHEMA).with(ExecClientType.COMMAND, command));
    }

    /** A Unix socket to listen on; each method returns a changed copy. */
    public static final class Server extends EndpointSpec<Server> implements ServerSpec {
        Server(Arguments arguments) {
            super(arguments, Server::new);
        }

        /**
         * Gives the socket's file these rights; a process that may write to it may connect.
         *
         * @param rights 0 to 07777, as in 0660
         */
        public Server mode(int rights) {
            return with(UnixServerType.MODE, rights);
        }

        /** Lets this many connections wait to be accepted, 1 to 65535; the system may allow fewer. */
        public Server backlog(int connections) {
            return with(UnixArguments.BACKLOG, connections);
        }

        /** Holds PATH.lock, or not, so that the socket of a crashed server is replaced and none that is in use. */
        public Server lock(boolean value) {
            return with(UnixServerType.LOCK, value);
        }
    }

    /** A Unix socket to connect to; each method returns a changed copy. */
    public static final class Client extends EndpointSpec<Client> implements ClientSpec {
        Client(Arguments arguments) {
            super(arguments, Client::new);
        }

        /**
         * Limits the wait until the connection is open, where the server's accept queue is full. 30 s by default, or the time of
         * the endpoint that this one is part of.
         */
        public Client timeout(Duration value) {
            return with(UnixClientType.TIMEOUT, value);
        }
    }

    /** A program to talk to; each method returns a changed copy. */
    public static final class Exec extends EndpointSpec<Exec> implements ClientSpec {
        Exec(Arguments arguments) {
            super(arguments, Exec::new);
        }

        /** Drops what the program writes to its standard error, which by default goes where this process's own goes. */
        public Exec withoutErrors() {
            return with(ExecClientType.STDERR, Errors.DROP);
        }

        /**
         * Lets the program live on for so long after the connection has ended, and once more after it was asked to end; 5 s by
         * default.
         */
        public Exec exitTimeout(Duration value) {
            return with(ExecClientType.EXIT_TIMEOUT, value);
        }
    }
}
