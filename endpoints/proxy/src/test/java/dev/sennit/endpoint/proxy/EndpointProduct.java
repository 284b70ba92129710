package dev.sennit.endpoint.proxy;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateDirectory;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.transport.Listener;
import dev.sennit.transport.TcpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One way to put endpoints together.
 *
 * @param base what is at the bottom
 * @param tls how many layers of TLS are above it
 * @param way what is between client and server
 */
record EndpointProduct(Base base, int tls, Way way) {
    /** At the bottom. */
    enum Base {
        MEMORY,
        TCP
    }

    /** Between client and server. */
    enum Way {
        DIRECT,
        SOCKS5,
        SOCKS4A,
        HTTP_CONNECT,
        HTTP_CONNECT_OVER_TLS,
        PROXY_HEADER
    }

    static final String SITE = "site.test";
    static final String PROXY = "proxy.test";
    static final int PROXY_PORT = 1080;

    /** All there are. */
    static Stream<EndpointProduct> all() {
        return Stream.of(Base.values())
                .flatMap(base -> IntStream.rangeClosed(0, 2).boxed().flatMap(tls -> Stream.of(Way.values())
                        .map(way -> new EndpointProduct(base, tls, way))));
    }

    boolean isByAProxy() {
        return way != Way.DIRECT && way != Way.PROXY_HEADER;
    }

    String server(TestFiles files) {
        return serverAt(files, base == Base.TCP ? "tcp:0" : "memory:inside");
    }

    String serverAt(TestFiles files, Listener open) {
        return serverAt(files, base == Base.TCP ? "tcp:" + port(open) : "memory:inside");
    }

    private String serverAt(TestFiles files, String bottom) {
        String text = way == Way.PROXY_HEADER ? "haproxy:trusted=10.0.0.0/8:[" + bottom + "]" : bottom;
        for (int i = 0; i < tls; i++) {
            text = "tls:over=[" + text + "]" + files.identity();
        }
        return text;
    }

    String client(TestFiles files, Listener open) {
        String text = bottomOfClient(files, open);
        if (way == Way.PROXY_HEADER) {
            text = "haproxy:version=2:[" + text + "]";
        }
        for (int i = 0; i < tls; i++) {
            text = "tls:" + SITE + ":443" + files.trust() + ":over=[" + text + "]";
        }
        return text;
    }

    private String bottomOfClient(TestFiles files, Listener open) {
        int port = base == Base.TCP ? port(open) : 80;
        if (isByAProxy()) {
            String proxy = hop() + ":" + PROXY + ":" + PROXY_PORT;
            if (way == Way.HTTP_CONNECT_OVER_TLS) {
                String over = base == Base.TCP ? "" : ":over=[memory:proxy]";
                proxy += ":via=[tls:" + PROXY + ":" + PROXY_PORT + files.trust() + over + "]";
            } else if (base == Base.MEMORY) {
                proxy += ":via=[memory:proxy]";
            }
            return "tcp:" + SITE + ":" + port + ":via=[" + proxy + "]";
        }
        return base == Base.TCP ? "tcp:" + SITE + ":" + port : "memory:inside";
    }

    /** Where the proxy listens. */
    String proxyServer(TestFiles files) {
        String bottom = base == Base.TCP ? "tcp:" + PROXY_PORT : "memory:proxy";
        return way == Way.HTTP_CONNECT_OVER_TLS ? "tls:over=[" + bottom + "]" + files.identity() : bottom;
    }

    private String hop() {
        return switch (way) {
            case SOCKS5 -> "socks5";
            case SOCKS4A -> "socks4a";
            case HTTP_CONNECT, HTTP_CONNECT_OVER_TLS -> "http-connect";
            case DIRECT, PROXY_HEADER -> throw new IllegalStateException(way + " is no hop");
        };
    }

    static int port(Listener open) {
        return ((TcpAddress) open.address()).port();
    }

    @Override
    public String toString() {
        String security = List.of("plain", "TLS", "TLS in TLS").get(tls);
        return base + ", " + security + ", " + way;
    }

    /** An authority's root, and a certificate of it with its key. */
    record TestFiles(Path directory) {
        static TestFiles in(Path directory) {
            CertificateAuthority authority = CertificateAuthority.create();
            try {
                Files.writeString(
                        directory.resolve("ca.pem"), authority.identity().chainPem());
                CertificateDirectory.of(directory).write("site", authority.issue(CertificateSpec.server(SITE, PROXY)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new TestFiles(directory);
        }

        String identity() {
            return ":cert=" + directory.resolve("site.pem") + ":key=" + directory.resolve("site.key");
        }

        String trust() {
            return ":trust=" + directory.resolve("ca.pem");
        }
    }
}
