package dev.sennit.endpoint.tls;

import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.endpoint.ConnectRequest;
import dev.sennit.endpoint.Connector;
import dev.sennit.endpoint.Deadline;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.HopType;
import dev.sennit.endpoint.HostPort;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.tcp.TcpArguments;
import dev.sennit.endpoint.tcp.TcpEndpoint;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.layer.TlsContext;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailedException.Phase;
import dev.sennit.x509.key.KeyFiles;
import dev.sennit.x509.key.KeySelector;
import dev.sennit.x509.trust.HostName;
import dev.sennit.x509.trust.Trust;
import dev.sennit.x509.watch.FileStamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A TLS client endpoint: the endpoint below it and its TLS context, both kept from one connection to the next. The context is
 * made of the arguments and the files that they name at the first connection, and again when a file has changed. The sessions
 * that can be resumed belong to the context.
 */
final class TlsConnector implements Connector {
    private static final String NO_CONNECTION = "no connection";

    private final Arguments arguments;
    private final Reactor reactor;
    private final ClientEndpoint below;
    private final Optional<Duration> timeout;
    private final Optional<KeyFiles> key;
    /** All files that the context is made of. */
    private final List<Path> files = new ArrayList<>();

    private volatile @Nullable Made made;

    TlsConnector(Arguments arguments, EndpointContext context) {
        this.arguments = arguments;
        this.reactor = context.reactor();
        this.below = below(arguments, context);
        this.timeout = arguments.find(TcpArguments.TIMEOUT);
        this.key = TlsArguments.keyFiles(arguments, TlsClientType.CERT, TlsArguments.KEY, Optional.empty());
        files.addAll(arguments.get(TlsClientType.TRUST));
        files.addAll(arguments.get(TlsArguments.CRL));
        key.map(KeyFiles::paths).ifPresent(files::addAll);
    }

    private static ClientEndpoint below(Arguments arguments, EndpointContext context) {
        Optional<Arguments> over = arguments.find(TlsClientType.OVER);
        if (over.isPresent()) {
            return context.client(over.get());
        }
        HostPort target = new HostPort(arguments.get(TcpArguments.HOST), arguments.get(TcpArguments.PORT));
        Optional<Arguments> via = arguments.find(HopType.VIA);
        return via.isPresent()
                ? context.reach(target, via)
                : context.client(TcpEndpoint.client(target.host(), target.port())
                        .arguments()
                        .with(TlsClientType.OF_TCP, arguments));
    }

    @Override
    public Deferred<Protocol> connect(ConnectRequest given) {
        ConnectRequest request = given.within(timeout);
        request.enter(Phase.PREPARING, NO_CONNECTION);
        request.handshakeProblem("the TLS handshake was not done");
        return tls().thenCompose(tls -> {
            request.enter(Phase.OPENING, NO_CONNECTION);
            return below.connect(request.through(timed(tls, request)));
        });
    }

    /** The handshake has the time of the request, which may be that of an endpoint around this one. */
    private static TlsContext timed(TlsContext tls, ConnectRequest request) {
        // With no time at all the request ends before a handshake begins.
        return request.deadline()
                .map(Deadline::timeout)
                .filter(limit -> !limit.isZero())
                .map(tls::within)
                .orElse(tls);
    }

    /** Returns the context of the files as they are now. */
    private Deferred<TlsContext> tls() {
        Made last = made;
        return last != null && files.isEmpty() ? Deferred.of(last.tls()) : reactor.offload(this::read);
    }

    /** Reads the files if they have changed; blocks. One thread at a time, so that two first connections share their sessions. */
    private synchronized TlsContext read() throws IOException {
        List<Optional<FileStamp>> stamps = FileStamp.of(files);
        Made last = made;
        if (last != null && last.stamps().equals(stamps)) {
            return last.tls();
        }
        Made next = new Made(stamps, make());
        made = next;
        return next.tls();
    }

    private TlsContext make() throws IOException {
        String name = arguments.find(TlsClientType.SNI).orElse(arguments.get(TcpArguments.HOST));
        HostName.of(name); // throws if no certificate could have this name
        TlsClientConfig client = TlsClientConfig.of(name)
                .withSettings(TlsArguments.settings(arguments, timeout.orElse(ConnectRequest.DEFAULT_TIMEOUT)))
                .withTrust(trust());
        TlsClientConfig whole = key.map(KeyFiles::read)
                .map(KeySelector::of)
                .map(client::withKeys)
                .orElse(client);
        try {
            return TlsContext.client(whole);
        } catch (UncheckedIOException noKeyLog) {
            throw new IOException(noKeyLog.getMessage(), noKeyLog);
        }
    }

    private Trust trust() {
        if (arguments.get(TlsClientType.INSECURE)) {
            return Trust.insecure();
        }
        Trust trust = TlsArguments.trust(arguments.get(TlsClientType.TRUST), arguments);
        List<String> pins = arguments.get(TlsClientType.PIN);
        Trust pinned = pins.isEmpty() ? trust : trust.withPins(pins.toArray(String[]::new));
        return new AdvisingTrust(pinned, TlsClientType.TRUST.name(), "server");
    }

    /** A context, and the state of the files that it was made of. */
    private record Made(List<Optional<FileStamp>> stamps, TlsContext tls) {}
}
