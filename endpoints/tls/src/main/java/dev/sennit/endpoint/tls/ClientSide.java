package dev.sennit.endpoint.tls;

import dev.sennit.endpoint.ConnectRequest;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.tcp.TcpArguments;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.layer.TlsContext;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.x509.identity.Identities;
import dev.sennit.x509.identity.IdentityFiles;
import dev.sennit.x509.trust.HostName;
import dev.sennit.x509.trust.Trust;
import dev.sennit.x509.watch.FileStamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client endpoint's side of TLS: made of its arguments and the files that they name at the first connection, and again
 * when a file has changed. With it go the sessions that can be resumed.
 */
final class ClientSide {
    private final Arguments arguments;
    private final Reactor reactor;
    private final Optional<IdentityFiles> identity;
    private final List<Path> files = new ArrayList<>();
    private volatile @Nullable Made made;

    ClientSide(Arguments arguments, Reactor reactor) {
        this.arguments = arguments;
        this.reactor = reactor;
        this.identity = TlsArguments.identity(arguments, TlsClientType.CERT, TlsArguments.KEY, Optional.empty());
        files.addAll(arguments.get(TlsClientType.TRUST));
        files.addAll(arguments.get(TlsArguments.CRL));
        identity.map(IdentityFiles::paths).ifPresent(files::addAll);
    }

    /** Answers it as the files are now. */
    Deferred<TlsContext> tls() {
        Made last = made;
        return last != null && files.isEmpty() ? Deferred.of(last.tls()) : reactor.offload(this::look);
    }

    /** Looks at the files, which blocks; one thread at a time, so that two first connections share their sessions. */
    private synchronized TlsContext look() throws IOException {
        List<Optional<FileStamp>> states = FileStamp.of(files);
        Made last = made;
        if (last != null && last.states().equals(states)) {
            return last.tls();
        }
        Made next = new Made(states, make());
        made = next;
        return next.tls();
    }

    private TlsContext make() throws IOException {
        String name = arguments.find(TlsClientType.SNI).orElse(arguments.get(TcpArguments.HOST));
        HostName.of(name); // which no certificate could bear otherwise
        TlsClientConfig client = TlsClientConfig.of(name)
                .withSettings(TlsArguments.settings(
                        arguments, arguments.find(TcpArguments.TIMEOUT).orElse(ConnectRequest.DEFAULT_TIMEOUT)))
                .withTrust(trust());
        TlsClientConfig whole = identity.map(IdentityFiles::read)
                .map(Identities::of)
                .map(client::withIdentities)
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

    private record Made(List<Optional<FileStamp>> states, TlsContext tls) {}
}
