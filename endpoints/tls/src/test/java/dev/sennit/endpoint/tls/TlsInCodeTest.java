package dev.sennit.endpoint.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.endpoint.ClientSpec;
import dev.sennit.endpoint.EndpointRegistry;
import dev.sennit.endpoint.EndpointSpec;
import dev.sennit.endpoint.memory.MemoryEndpoint;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.EndpointRole;
import dev.sennit.endpoint.tcp.TcpEndpoint;
import dev.sennit.endpoint.tls.TlsEndpoint.Engine;
import dev.sennit.tls.ClientAuthentication;
import dev.sennit.tls.TlsVersion;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Endpoints that are put together in code are the same values as those that strings spell. */
class TlsInCodeTest {
    private static final String PIN = "sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    @Test
    void eachIsSpelledByItsString() {
        Map<EndpointSpec<?>, String> servers = Map.of(
                TlsEndpoint.server(443), "tls:443",
                TlsEndpoint.server(443)
                                .cert(Path.of("c.pem"))
                                .key(Path.of("k.pem"))
                                .chain(Path.of("i.pem"))
                                .clientCa(Path.of("a.pem"), Path.of("b.pem"))
                                .clientAuth(ClientAuthentication.WANT)
                                .crl(Path.of("l.pem"))
                                .crlLimit(1024),
                        "tls:443:key=k.pem:cert=c.pem:chain=i.pem:clientCa=a.pem,b.pem:clientAuth=want:crl=l.pem"
                                + ":crlLimit=1KiB",
                TlsEndpoint.server(0)
                                .sni(Path.of("certs"))
                                .alpn("h2", "http/1.1")
                                .handshakeTimeout(Duration.ofSeconds(3)),
                        "tls:0:sni=certs:handshakeTimeout=3s:alpn=h2,http/1.1",
                TlsEndpoint.server(1)
                                .onInterface("::1")
                                .backlog(7)
                                .reusePort(true)
                                .noDelay(false)
                                .keepAlive(true),
                        "tls:1:interface=[::1]:backlog=7:reusePort=true:nodelay=false:keepalive=true",
                TlsEndpoint.serverOver(TlsEndpoint.server(8001)).versions(TlsVersion.TLS_1_3, TlsVersion.TLS_1_3),
                        "tls:minVersion=1.3:over=[tls:8001]",
                TlsEndpoint.server(1)
                                .handshakeLimit(1)
                                .certificateLimit(2)
                                .certificateRequestLimit(3)
                                .messageLimit(4)
                                .chainLimit(5)
                                .keyLog(Path.of("log")),
                        "tls:1:handshakeLimit=1:certificateLimit=2:certificateRequestLimit=3:messageLimit=4:chainLimit=5"
                                + ":keyLog=log");
        Map<EndpointSpec<?>, String> clients = Map.of(
                TlsEndpoint.client("a", 443)
                                .trust(Path.of("ca.pem"))
                                .sni("b")
                                .pin(PIN)
                                .timeout(Duration.ofSeconds(5)),
                        "tls:a:443:sni=b:trust=ca.pem:pin=" + PIN + ":timeout=5s",
                TlsEndpoint.client("a", 443)
                                .insecure(true)
                                .engine(Engine.JDK)
                                .bind("::1")
                                .noDelay(false),
                        "tls:a:443:insecure=true:engine=jdk:bind=[::1]:nodelay=false",
                TlsEndpoint.client("a", 443)
                                .cert(Path.of("c.pem"))
                                .attemptDelay(Duration.ofSeconds(1))
                                .keepAlive(true),
                        "tls:a:443:cert=c.pem:attemptDelay=1s:keepalive=true",
                TlsEndpoint.client("a", 443).via(TlsEndpoint.client("b", 444).over(MemoryEndpoint.client("c"))),
                        "tls:a:443:via=[tls:b:444:over=[memory:c]]");

        servers.forEach((spec, text) -> assertSame(EndpointRole.SERVER, spec, text));
        clients.forEach((spec, text) -> assertSame(EndpointRole.CLIENT, spec, text));
    }

    private static void assertSame(EndpointRole role, EndpointSpec<?> spec, String text) {
        assertEquals(text, spec.describe().format());
        assertEquals(EndpointRegistry.installed().types().bind(role, text), spec.arguments());
    }

    /** Those that have none are given to the factory, have a method of another name, or are there for Twisted's strings. */
    @Test
    void thereIsAMethodForEachArgument() {
        assertEquals(
                Set.of("port", "sslmethod", "dhParameters", "interface", "minVersion", "maxVersion"),
                withoutMethod(TlsServerType.SCHEMA.arguments(), TlsEndpoint.Server.class));
        assertEquals(
                Set.of("host", "port", "minVersion", "maxVersion"),
                withoutMethod(TlsClientType.SCHEMA.arguments(), TlsEndpoint.Client.class));
    }

    private static Set<String> withoutMethod(List<Argument<?>> arguments, Class<?> spec) {
        Set<String> methods = Arrays.stream(spec.getMethods())
                .map(Method::getName)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return arguments.stream()
                .map(Argument::name)
                .filter(name -> !methods.contains(name.toLowerCase(Locale.ROOT)))
                .collect(Collectors.toSet());
    }

    @Test
    void aPasswordIsNotShown() {
        EndpointSpec<?> spec = TlsEndpoint.server(1)
                .key(Path.of("k.pem"))
                .keyPassword("geheim")
                .over(TcpEndpoint.server(2));

        assertEquals("tls:1:key=k.pem:keyPassword=***:over=[tcp:2]", spec.toString());
        assertTrue(spec.describe().format().contains("keyPassword=geheim"));
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> TlsEndpoint.server(1)
                        .keyPassword(""))
                .getMessage());
        assertEquals("tls server: keyPassword must be a text that is not empty", message);
    }

    @Test
    void theyListenAndConnect(@TempDir Path directory) {
        TestFiles files = TestFiles.in(directory);
        TlsNetwork net = new TlsNetwork();
        var open = net.network.await(net.servers
                .server(TlsEndpoint.serverOver(TcpEndpoint.server(0))
                        .cert(files.file("site.pem"))
                        .key(files.file("site.key")))
                .listen(net.served));
        ClientSpec client =
                TlsEndpoint.client(TestFiles.NAME, TlsNetwork.port(open)).trust(files.file("ca.pem"));

        assertFalse(net.session(net.clients.client(client)).peerChain().isEmpty());
    }

    /** Its string would name the authorities of the platform. */
    @Test
    void aFileThatIsCalledPlatformIsNotTrusted() {
        TlsEndpoint.Client spec = TlsEndpoint.client("a", 1);

        assertEquals(
                "tls client: trust must be platform, or PEM files and directories of them with commas between;"
                        + " 'platform' does not read as the value given",
                assertThrows(IllegalArgumentException.class, () -> spec.trust(Path.of("platform")))
                        .getMessage());
        assertEquals(
                "tls:a:1:trust=./platform", spec.trust(Path.of("./platform")).toString());
    }

    @Test
    void argumentsThatDoNotFitTogetherAreRefusedWhenTheEndpointIsMade() {
        ClientSpec spec = TlsEndpoint.client("a", 1).insecure(true).pin(PIN);

        assertEquals(
                "tls client: insecure checks nothing, so it excludes trust=, pin= and crl=",
                assertThrows(IllegalArgumentException.class, () -> new TlsNetwork().clients.client(spec))
                        .getMessage());
    }
}
