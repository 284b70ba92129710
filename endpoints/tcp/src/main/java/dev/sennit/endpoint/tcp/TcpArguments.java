package dev.sennit.endpoint.tcp;

import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.transport.ListenOptions;
import java.time.Duration;

/** The arguments of the TCP types, for types that go over TCP to declare and pass on. */
public final class TcpArguments {
    /** Where a client connects to. */
    public static final Argument<String> HOST = Argument.required(
                    "host", ArgumentKind.host(), "Name or IP address to connect to.")
            .positional();

    /** Where a client connects to. */
    public static final Argument<Integer> PORT = Argument.required(
                    "port", ArgumentKind.integer(1, 65_535), "Port to connect to.")
            .positional();

    /** How long a client waits. */
    public static final Argument<Duration> TIMEOUT = Argument.optional(
            "timeout",
            ArgumentKind.duration(),
            "Longest wait until it is open, looking the name up, the way there and handshakes included; 30s, or the time"
                    + " of the endpoint around it, unless given.");

    /** Where a client comes from. */
    public static final Argument<String> BIND = Argument.optional(
                    "bind", TcpHosts.literalKind(), "Local IP address to come from.")
            .aliases("bindAddress");

    /** How a client races addresses. */
    public static final Argument<Duration> ATTEMPT_DELAY = Argument.optional(
            "attemptDelay",
            ArgumentKind.duration(),
            Duration.ofMillis(250),
            "Pause before the next address of a name is tried as well.");

    /** Where a server listens. */
    public static final Argument<Integer> LISTEN_PORT = Argument.required(
                    "port", ArgumentKind.port(), "Port to listen on; 0 picks a free one.")
            .positional();

    /** Where a server listens. */
    public static final Argument<String> INTERFACE = Argument.optional(
                    "interface",
                    ArgumentKind.hostOrAll(),
                    "",
                    "Local IP address or host name to listen on; empty for all.")
            .positional();

    /** How a server listens. */
    public static final Argument<Integer> BACKLOG = Argument.optional(
                    "backlog",
                    ArgumentKind.integer(1, 65_535),
                    ListenOptions.DEFAULT.backlog(),
                    "Connections that may wait to be accepted.")
            .positional();

    /** How a server listens. */
    public static final Argument<Boolean> REUSE_PORT = Argument.optional(
            "reusePort", ArgumentKind.bool(), false, "Share the port with other processes (SO_REUSEPORT).");

    /** An option of sockets. */
    public static final Argument<Boolean> NO_DELAY =
            Argument.optional("nodelay", ArgumentKind.bool(), true, "Send small writes at once (TCP_NODELAY).");

    /** An option of sockets. */
    public static final Argument<Boolean> KEEP_ALIVE =
            Argument.optional("keepalive", ArgumentKind.bool(), false, "Probe idle peers (SO_KEEPALIVE).");

    private TcpArguments() {}
}
