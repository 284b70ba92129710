package dev.sennit.endpoint.unix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sennit.endpoint.ClientSpec;
import dev.sennit.endpoint.EndpointRegistry;
import dev.sennit.endpoint.ServerSpec;
import dev.sennit.endpoint.schema.EndpointRole;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Endpoints that are put together in code are the same values as those that strings spell. */
class UnixInCodeTest {
    @Test
    void eachIsSpelledByItsString() {
        Map<ServerSpec, String> servers = Map.of(
                UnixEndpoint.server("/run/echo.sock").mode(0600).backlog(7).lock(false),
                        "unix:/run/echo.sock:mode=600:backlog=7:lock=false",
                UnixEndpoint.server("@echo"), "unix:@echo",
                UnixEndpoint.fd(3), "fd:3",
                UnixEndpoint.systemd(), "systemd",
                UnixEndpoint.systemd(1), "systemd:index=1",
                UnixEndpoint.systemd("http"), "systemd:name=http",
                UnixEndpoint.stdio(), "stdio");
        Map<ClientSpec, String> clients = Map.of(
                UnixEndpoint.client("/run/echo.sock").timeout(Duration.ofSeconds(5)), "unix:/run/echo.sock:timeout=5s",
                UnixEndpoint.exec("sh", "-c", "date; cat").withoutErrors().exitTimeout(Duration.ofSeconds(1)),
                        "exec:sh -c 'date; cat':stderr=drop:exitTimeout=1s");

        servers.forEach((spec, text) -> {
            assertEquals(text, spec.toString());
            assertEquals(EndpointRegistry.installed().types().bind(EndpointRole.SERVER, text), spec.arguments());
        });
        clients.forEach((spec, text) -> {
            assertEquals(text, spec.toString());
            assertEquals(EndpointRegistry.installed().types().bind(EndpointRole.CLIENT, text), spec.arguments());
        });
    }
}
