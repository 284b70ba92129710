package dev.sennit.integration.product;

import dev.sennit.certs.CertificateAuthority;
import dev.sennit.certs.CertificateDirectory;
import dev.sennit.certs.CertificateSpec;
import dev.sennit.integration.product.Ground.Places;
import dev.sennit.transport.contract.Products;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One way to put endpoints together.
 *
 * @param base what is at the bottom, of a proxy's legs as well
 * @param tls how many layers of TLS are above it
 * @param way what is between client and server
 */
record EndpointProduct(Base base, int tls, Way way) {
    /** At the bottom. */
    enum Base {
        MEMORY,
        SIMULATED_TCP,
        TCP,
        UNIX_PATH,
        UNIX_NAME,
        UNIX_JNR;

        boolean isSimulated() {
            return this == MEMORY || this == SIMULATED_TCP;
        }

        /** Makes one, which may put its sockets into the directory. */
        Ground ground(Path directory) {
            return switch (this) {
                case MEMORY -> Ground.ofMemory();
                case SIMULATED_TCP -> Ground.ofSimulatedTcp();
                case TCP -> Ground.ofTcp();
                case UNIX_PATH -> Ground.ofPaths(directory);
                case UNIX_NAME -> Ground.ofAbstractNames();
                case UNIX_JNR -> Ground.ofPathsByJnr(directory);
            };
        }
    }

    /** Between client and server. */
    enum Way {
        DIRECT,
        SOCKS5,
        SOCKS4A,
        HTTP_CONNECT,
        HTTP_CONNECT_OVER_TLS,
        PROXY_HEADER_1,
        PROXY_HEADER_2;

        boolean isByAProxy() {
            return this != DIRECT && !isHeader();
        }

        boolean isHeader() {
            return this == PROXY_HEADER_1 || this == PROXY_HEADER_2;
        }
    }

    private static final List<String> SECURITY = List.of("plain", "TLS", "TLS in TLS");
    private static final String TRUSTED = "[10.0.0.0/8,127.0.0.0/8]";

    /** The endpoints to test: all with {@code -Plong}, otherwise enough that each pair of choices occurs in one of them. */
    static List<EndpointProduct> chosen() {
        return Products.chosen(Base.values().length, Way.values().length, SECURITY.size())
                .map(row -> new EndpointProduct(Base.values()[row.first()], row.third(), Way.values()[row.second()]))
                .toList();
    }

    /** The server at this bottom. */
    String server(TestFiles files, String bottom) {
        String text = way.isHeader() ? "haproxy:trusted=" + TRUSTED + ":[" + bottom + "]" : bottom;
        for (int i = 0; i < tls; i++) {
            text = "tls:over=[" + text + "]" + files.identity();
        }
        return text;
    }

    /**
     * The client of the site.
     *
     * @param port the site's
     * @param proxyPort the proxy's, if it is by one
     */
    String client(TestFiles files, Places places, int port, int proxyPort) {
        String text =
                switch (way) {
                    case DIRECT -> places.client(Ground.SITE, port);
                    case PROXY_HEADER_1 -> "haproxy:" + places.client(Ground.SITE, port);
                    case PROXY_HEADER_2 -> "haproxy:version=2:[" + places.client(Ground.SITE, port) + "]";
                    case SOCKS5 -> through("socks5", plain(places, proxyPort), port, proxyPort);
                    case SOCKS4A -> through("socks4a", plain(places, proxyPort), port, proxyPort);
                    case HTTP_CONNECT -> through("http-connect", plain(places, proxyPort), port, proxyPort);
                    case HTTP_CONNECT_OVER_TLS ->
                        through("http-connect", secure(files, places, proxyPort), port, proxyPort);
                };
        for (int i = 0; i < tls; i++) {
            text = "tls:" + Ground.SITE + ":443" + files.trust() + ":over=[" + text + "]";
        }
        return text;
    }

    private static String through(String hop, String via, int port, int proxyPort) {
        return "tcp:" + Ground.SITE + ":" + port + ":via=[" + hop + ":" + Ground.PROXY + ":" + proxyPort + via + "]";
    }

    /** How the proxy is reached: by its host, or where none is known by a stream that leads there already. */
    private static String plain(Places places, int proxyPort) {
        return places.areOfHosts() ? "" : ":via=[" + places.client(Ground.PROXY, proxyPort) + "]";
    }

    private static String secure(TestFiles files, Places places, int proxyPort) {
        String over = places.areOfHosts() ? "" : ":over=[" + places.client(Ground.PROXY, proxyPort) + "]";
        return ":via=[tls:" + Ground.PROXY + ":" + proxyPort + files.trust() + over + "]";
    }

    /** Where the proxy listens. */
    String proxyServer(TestFiles files, String bottom) {
        return way == Way.HTTP_CONNECT_OVER_TLS ? "tls:over=[" + bottom + "]" + files.identity() : bottom;
    }

    @Override
    public String toString() {
        return base + ", " + SECURITY.get(tls) + ", " + way;
    }

    /** An authority's root, and a certificate of it with its key. */
    record TestFiles(Path directory) {
        static TestFiles in(Path directory) {
            CertificateAuthority authority = CertificateAuthority.create();
            try {
                Files.writeString(
                        directory.resolve("ca.pem"), authority.identity().chainPem());
                CertificateDirectory.of(directory)
                        .write("site", authority.issue(CertificateSpec.server(Ground.SITE, Ground.PROXY)));
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
