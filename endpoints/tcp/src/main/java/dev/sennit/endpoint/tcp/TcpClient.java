package dev.sennit.endpoint.tcp;

import dev.sennit.endpoint.ClientEndpointType;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;
import java.time.Duration;

/** {@code tcp:HOST:PORT}: a host name's addresses are raced (RFC 8305). */
public final class TcpClient implements ClientEndpointType {
    static final Argument<String> HOST = Argument.required(
                    "host", ArgumentKind.host(), "Name or IP address to connect to.")
            .positional();
    static final Argument<Integer> PORT = Argument.required(
                    "port", ArgumentKind.integer(1, 65_535), "Port to connect to.")
            .positional();
    static final Argument<Duration> TIMEOUT = Argument.optional(
            "timeout", ArgumentKind.duration(), Duration.ofSeconds(30), "Longest wait, looking the name up included.");
    static final Argument<String> BIND = Argument.optional(
                    "bind", TcpHosts.literalKind(), "Local IP address to come from.")
            .aliases("bindAddress");
    static final Argument<Duration> ATTEMPT_DELAY = Argument.optional(
            "attemptDelay",
            ArgumentKind.duration(),
            Duration.ofMillis(250),
            "Pause before the next address of a name is tried as well.");

    private static final EndpointSchema SCHEMA = EndpointSchema.client("tcp", "Connects to a TCP port.")
            .arguments(HOST, PORT, TIMEOUT, BIND, ATTEMPT_DELAY, TcpListening.NO_DELAY, TcpListening.KEEP_ALIVE)
            .examples("tcp:localhost:8007", "tcp:[::1]:8007:timeout=5s");

    /** For the service loader. */
    public TcpClient() {}

    @Override
    public EndpointSchema schema() {
        return SCHEMA;
    }

    @Override
    public <P extends Protocol> Deferred<P> connect(
            Arguments arguments, EndpointContext context, ProtocolFactory<P> factory) {
        return new TcpConnecting<>(arguments, context, factory).connect();
    }
}
