package dev.sennit.integration.product;

import dev.sennit.endpoint.HostPort;
import dev.sennit.integration.product.EndpointProduct.TestFiles;
import dev.sennit.integration.product.FaultyClient.Fault;
import dev.sennit.transport.error.ConnectFailedException.Kind;
import dev.sennit.transport.error.ConnectFailedException.Phase;
import dev.sennit.transport.error.ConnectionBrokenException;
import dev.sennit.transport.error.ProtocolException;
import dev.sennit.transport.error.TlsFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A way in which a connect fails before there is a protocol.
 *
 * @param text the endpoint
 * @param target the host and port that the failure is to name, if the endpoint has them
 * @param hop where it is to say that it failed, or empty
 * @param cause what is to be among the causes, or empty
 */
record FailureRow(
        String text,
        Optional<HostPort> target,
        Kind kind,
        Phase phase,
        Optional<String> hop,
        Optional<Class<? extends Throwable>> cause) {
    /** What listens at the ports of the site and of the proxy, which are one host. */
    enum Port {
        /** Nobody listens. */
        NOBODY(1),
        /** Closes at once. */
        CLOSES(2),
        /** Resets at once. */
        RESETS(3),
        /** Says nothing. */
        MUTE(4),
        /** Says something that is neither TLS nor a proxy's answer. */
        TALKS(5),
        /** TLS, for site.test and proxy.test. */
        TLS(6);

        private final int number;

        Port(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    /** All there are, in the simulated network. */
    static List<FailureRow> all(TestFiles files) {
        List<FailureRow> rows = new ArrayList<>();
        opening(rows);
        tls(rows, files);
        proxies(rows);
        faults(rows);
        return rows;
    }

    private static void opening(List<FailureRow> rows) {
        HostPort nobody = new HostPort("site.test", 1);
        rows.add(row("tcp:site.test:1", nobody, Kind.REFUSED, Phase.OPENING));
        rows.add(row("haproxy:tcp:site.test:1", nobody, Kind.REFUSED, Phase.OPENING));
        rows.add(row("tls:site.test:1", nobody, Kind.REFUSED, Phase.OPENING));
        rows.add(new FailureRow(
                "memory:nobody", Optional.empty(), Kind.REFUSED, Phase.OPENING, Optional.empty(), Optional.empty()));
        HostPort unknown = new HostPort("unknown.test", 1);
        rows.add(row("tcp:unknown.test:1", unknown, Kind.NAME_NOT_FOUND, Phase.LOOKUP));
        rows.add(row("tls:unknown.test:1", unknown, Kind.NAME_NOT_FOUND, Phase.LOOKUP));
        rows.add(row("tcp:silent.test:1:timeout=2s", new HostPort("silent.test", 1), Kind.TIMED_OUT, Phase.LOOKUP));
        HostPort broken = new HostPort("broken.test", 1);
        rows.add(row("tcp:broken.test:1", broken, Kind.OTHER, Phase.LOOKUP).because(IllegalStateException.class));
        rows.add(row("tcp:broken.test:1:via=[socks4:proxy.test:4]", broken, Kind.OTHER, Phase.LOOKUP)
                .because(IllegalStateException.class)
                .at("socks4:proxy.test:4"));
        HostPort away = new HostPort("lost.test", 1);
        rows.add(row("tcp:lost.test:1:timeout=2s", away, Kind.TIMED_OUT, Phase.OPENING));
        rows.add(row("tls:lost.test:1:timeout=2s", away, Kind.TIMED_OUT, Phase.OPENING));
        HostPort tls = new HostPort("site.test", 6);
        rows.add(row("tls:site.test:6:trust=/nowhere/ca.pem", tls, Kind.OTHER, Phase.PREPARING));
        rows.add(row("tls:site.test:6:via=[memory:nobody]", tls, Kind.REFUSED, Phase.OPENING)
                .at("memory:nobody"));
        rows.add(row("tls:site.test:6:over=[memory:nobody]", tls, Kind.REFUSED, Phase.OPENING)
                .at("memory:nobody"));
        rows.add(row("tls:site.test:6:over=[tcp:inner.test:1]", tls, Kind.REFUSED, Phase.OPENING)
                .at("inner.test:1"));
    }

    private static void tls(List<FailureRow> rows, TestFiles files) {
        for (String engine : List.of("bc", "jdk")) {
            String rest = ":engine=" + engine + ":timeout=2s" + files.trust();
            for (String text : List.of("tls:site.test:%d" + rest, "haproxy:tls:site.test:%d" + rest)) {
                rows.add(shaking(text, Port.CLOSES).because(TlsFailedException.class));
                rows.add(shaking(text, Port.RESETS).because(ConnectionBrokenException.class));
                rows.add(shaking(text, Port.TALKS).because(TlsFailedException.class));
                rows.add(shaking(text, Port.MUTE));
            }
            String site = "tls:site.test:%d:engine=" + engine;
            rows.add(shaking(site, Port.TLS).because(TlsFailedException.class));
            rows.add(shaking(site + ":alpn=h2" + files.trust(), Port.TLS).because(TlsFailedException.class));
            rows.add(shaking(site + ":sni=wrong.test" + files.trust(), Port.TLS).because(TlsFailedException.class));
            rows.add(shaking(site + files.trust() + ":over=[tls:proxy.test:6]", Port.TLS)
                    .because(TlsFailedException.class)
                    .at("tls:proxy.test"));
        }
    }

    private static void proxies(List<FailureRow> rows) {
        for (String hop : List.of("socks5", "socks4", "socks4a", "http-connect")) {
            for (Port port : List.of(Port.NOBODY, Port.CLOSES, Port.RESETS, Port.MUTE, Port.TALKS)) {
                String proxy = hop + ":proxy.test:" + port.number();
                Kind kind =
                        switch (port) {
                            case NOBODY -> Kind.REFUSED;
                            case MUTE -> Kind.TIMED_OUT;
                            case TALKS -> Kind.OTHER;
                            default -> Kind.ENDED_EARLY;
                        };
                FailureRow row = row(
                                "tcp:site.test:80:timeout=2s:via=[" + proxy + "]",
                                new HostPort("site.test", 80),
                                kind,
                                port == Port.NOBODY ? Phase.OPENING : Phase.HANDSHAKE)
                        .at(proxy);
                rows.add(
                        switch (port) {
                            case RESETS -> row.because(ConnectionBrokenException.class);
                            case TALKS -> row.because(ProtocolException.class);
                            default -> row;
                        });
            }
        }
        HostPort target = new HostPort("site.test", 80);
        rows.add(row("tls:site.test:80:timeout=2s:via=[socks5:proxy.test:4]", target, Kind.TIMED_OUT, Phase.HANDSHAKE)
                .at("socks5:proxy.test:4"));
        rows.add(row("tcp:site.test:80:timeout=2s:via=[tls:proxy.test:4]", target, Kind.TIMED_OUT, Phase.HANDSHAKE)
                .at("tls:proxy.test:4"));
        rows.add(row("tls:site.test:80:timeout=2s:via=[tls:proxy.test:4]", target, Kind.TIMED_OUT, Phase.HANDSHAKE)
                .at("tls:proxy.test:4"));
        rows.add(row("tls:site.test:80:timeout=2s:over=[tls:proxy.test:4]", target, Kind.TIMED_OUT, Phase.HANDSHAKE)
                .at("proxy.test:4"));
        rows.add(row("tcp:site.test:80:timeout=2s:via=[tls:lost.test:1]", target, Kind.TIMED_OUT, Phase.OPENING)
                .at("tls:lost.test:1"));
        rows.add(row(
                        "tcp:site.test:80:via=[http-connect:proxy.test:6:tls=true]",
                        target,
                        Kind.ENDED_EARLY,
                        Phase.HANDSHAKE)
                .because(TlsFailedException.class)
                .at("http-connect:proxy.test:6"));
        rows.add(row("tcp:site.test:80:via=[tls:proxy.test:6]", target, Kind.ENDED_EARLY, Phase.HANDSHAKE)
                .because(TlsFailedException.class)
                .at("tls:proxy.test"));
        rows.add(row(
                        "tcp:site.test:80:via=[socks5:in.test:2:via=[socks5:proxy.test:1]]",
                        target,
                        Kind.REFUSED,
                        Phase.OPENING)
                .at("socks5:proxy.test:1"));
    }

    private static void faults(List<FailureRow> rows) {
        for (Fault fault : Fault.values()) {
            String text = "faulty:" + fault.name().toLowerCase(java.util.Locale.ROOT) + ":tcp:site.test:4";
            FailureRow row = fault.isBeforeItOpens()
                    ? row(text, new HostPort("site.test", 4), Kind.OTHER, Phase.OPENING)
                    : row(text, new HostPort("site.test", 4), Kind.ENDED_EARLY, Phase.HANDSHAKE);
            rows.add(fault == Fault.ABORT ? row : row.because(fault.failure().getClass()));
        }
    }

    private static FailureRow row(String text, HostPort target, Kind kind, Phase phase) {
        return new FailureRow(text, Optional.of(target), kind, phase, Optional.empty(), Optional.empty());
    }

    private static FailureRow shaking(String text, Port port) {
        return row(
                String.format(text, port.number()),
                new HostPort("site.test", port.number()),
                port == Port.MUTE ? Kind.TIMED_OUT : Kind.ENDED_EARLY,
                Phase.HANDSHAKE);
    }

    private FailureRow at(String where) {
        return new FailureRow(text, target, kind, phase, Optional.of(where), cause);
    }

    private FailureRow because(Class<? extends Throwable> type) {
        return new FailureRow(text, target, kind, phase, hop, Optional.of(type));
    }

    /** What is logged of it: only a bug, and only where no caller hears of it. */
    Optional<String> logged() {
        return text.startsWith("faulty:making:") ? Optional.of("an_engine_constant") : Optional.empty();
    }

    /** The endpoint without directories. */
    @Override
    public String toString() {
        return text.replaceAll("=/[^:\\]]*/", "=");
    }
}
