package dev.sennit.endpoint.tls;

import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.contract.EndpointContract;
import dev.sennit.endpoint.contract.Waits;
import dev.sennit.endpoint.contract.Witness;
import dev.sennit.memory.LinkRules;
import dev.sennit.memory.MemoryHost;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.transport.Listener;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.deferred.Deferred;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** TLS between two hosts of a simulated network, in virtual time. */
abstract class TlsOverMemoryContract extends EndpointContract {
    private static final int SILENT_PORT = 81;

    static TestFiles files;

    private final MemoryNetwork network = MemoryNetwork.seeded(1);
    private final MemoryHost server = network.host("server");
    private final MemoryHost client = network.host("client");
    private final MemoryHost mute = network.host("mute");
    private final EndpointContext servers = EndpointContext.on(server);
    private final EndpointContext clients = servers.withReactor(client).withResolver(host -> switch (host) {
        case TestFiles.NAME -> Deferred.of(List.of(server.ip()));
        case "mute.test" -> Deferred.of(List.of(mute.ip()));
        default -> new Deferred.Source<List<InetAddress>>(client.nextLoop()).deferred();
    });

    @BeforeAll
    static void issueCertificates(@TempDir Path directory) {
        files = TestFiles.in(directory);
    }

    @BeforeEach
    void silenceOneHostAndOnePort() {
        network.rules(client, mute, LinkRules.DEFAULT.withBlackhole(1));
        waits().await(servers.server("tcp:" + SILENT_PORT).listen(Witness.collecting()));
    }

    @Override
    protected EndpointContext servers() {
        return servers;
    }

    @Override
    protected EndpointContext clients() {
        return clients;
    }

    @Override
    protected Waits waits() {
        return Waits.on(network);
    }

    /** The port of a listener. */
    static int port(Listener open) {
        return ((TcpAddress) open.address()).port();
    }

    @Override
    protected Map<String, ClientEndpoint> unanswered() {
        return Map.of(
                "looking the name up", clients.client("tls:nobody.knows:80" + files.trust()),
                "connecting", clients.client("tls:mute.test:80" + files.trust()),
                "the handshake", clients.client("tls:" + TestFiles.NAME + ":" + SILENT_PORT + files.trust()),
                "the handshake by the JDK",
                        clients.client("tls:" + TestFiles.NAME + ":" + SILENT_PORT + ":engine=jdk" + files.trust()),
                "the way there", clients.client("tls:a.test:80:via=[tls:mute.test:80]" + files.trust()),
                "the handshake of the outer one",
                        clients.client("tls:a.test:80" + files.trust() + ":over=[tls:" + TestFiles.NAME + ":"
                                + SILENT_PORT + files.trust() + "]"));
    }

    @Override
    protected List<String> serverSpellings() {
        return List.of(
                "tls:8000",
                "SSL:port=8000:interface=\\:\\:1",
                "ssl:443:privateKey=k.pem:certKey=c.pem:extraCertChain=chain.pem:sslmethod=TLSv1_2_METHOD",
                "tls:443:k.pem:c.pem:TLS_METHOD:[::1]:5:chain.pem:dh.pem",
                "tls:443:cert=c.pem:key=[k:1.pem]:keyPassword=geheim:clientCa=a.pem,b:clientAuth=want:alpn=h2,http/1.1"
                        + ":minVersion=1.3:maxVersion=1.3:handshakeTimeout=3:keyLog=keys.txt:engine=bc",
                "tls:443:sni=site-certs:keyPassword=geheim:interface=localhost:backlog=7:reusePort=on:nodelay=no"
                        + ":keepalive=yes:engine=jdk",
                "tls:over=[memory:inside]",
                "tls:over=[tls:8001:cert=c.pem:keyPassword=geheim]:cert=d.pem");
    }

    @Override
    protected List<String> clientSpellings() {
        return List.of(
                "tls:site.test:443",
                "ssl:site.test:443:caCertsDir=/etc/ssl/certs:hostname=www.test:certKey=c.pem:privateKey=k.pem",
                "tls:site.test:443:trustRoots=roots:certificate=me.pem:endpoint=memory\\:x",
                "tls:[::1]:443:sni=site.test:trust=a.pem,[b,c.pem]:cert=me.pem:key=me.key:keyPassword=geheim",
                "tls:site.test:443:trust=platform:pin=sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
                "tls:site.test:443:insecure=yes:alpn=h2:timeout=0.5:minVersion=1.2:maxVersion=1.2:keyLog=keys.txt",
                "tls:site.test:443:engine=jdk:bind=[::1]:attemptDelay=1:nodelay=no:keepalive=on",
                "tls:site.test:443:via=[tls:proxy.test:443:keyPassword=geheim:cert=c.pem:via=[memory:x]]",
                "tls:site.test:443:over=[tls:other.test:444:over=[memory:x]]");
    }

    @Override
    protected List<String> secrets() {
        return List.of("geheim");
    }
}
