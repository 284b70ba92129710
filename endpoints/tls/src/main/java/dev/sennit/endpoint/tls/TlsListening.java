package dev.sennit.endpoint.tls;

import dev.sennit.certs.DevelopmentCerts;
import dev.sennit.certs.DevelopmentIdentity;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.ServerEndpoint;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.tcp.TcpEndpoint;
import dev.sennit.tls.ClientAuthentication;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.TlsSettings;
import dev.sennit.tls.TlsVersion;
import dev.sennit.tls.layer.TlsContext;
import dev.sennit.transport.Address;
import dev.sennit.transport.DrainReport;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.x509.key.KeyFiles;
import dev.sennit.x509.key.KeySource;
import dev.sennit.x509.key.WatchSettings;
import dev.sennit.x509.key.WatchedKeys;
import dev.sennit.x509.trust.Trust;
import dev.sennit.x509.trust.WatchedTrust;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One {@code listen} of a TLS server endpoint: reads the files, listens on the endpoint below, and watches the files. */
record TlsListening(Arguments arguments, EndpointContext context, Path developmentCerts) {
    private static final Logger LOG = System.getLogger(TlsListening.class.getPackageName());

    Deferred<Listener> listen(ProtocolFactory<?> factory) {
        Watches watches = new Watches();
        return context.reactor()
                .offload(() -> TlsContext.server(config(watches)))
                .thenCompose(tls -> below().listen(factory.through(tls)))
                .<Listener>thenApply(listener -> new WatchedListener(listener, watches))
                .whenComplete((listener, failure) -> {
                    if (failure != null) {
                        watches.end();
                    }
                });
    }

    private ServerEndpoint below() {
        return arguments
                .find(TlsServerType.OVER)
                .map(context::server)
                .orElseGet(() -> context.server(TcpEndpoint.server(arguments.get(TlsServerType.PORT))
                        .arguments()
                        .with(TlsServerType.OF_TCP, arguments)));
    }

    /** Reads all files; blocks. */
    private TlsServerConfig config(Watches watches) throws IOException {
        WatchedKeys identities = WatchedKeys.start(source(), watching());
        watches.add(identities::close);
        if (arguments.isGiven(TlsServerType.DH_PARAMETERS)) {
            LOG.log(Level.INFO, "{0}: dhParameters= is not used: keys are exchanged by elliptic curves", arguments);
        }
        TlsServerConfig server = TlsServerConfig.of(identities).withSettings(settings());
        if (arguments.get(TlsServerType.CLIENT_CA).isEmpty()) {
            return server;
        }
        return server.withClients(
                arguments.find(TlsServerType.CLIENT_AUTH).orElse(ClientAuthentication.NEED), clientTrust(watches));
    }

    /** Returns where the certificates are; makes one for development if none is named and it is not there yet. */
    private KeySource source() throws IOException {
        Optional<Path> folder = arguments.find(TlsServerType.SNI);
        if (folder.isPresent()) {
            return TlsArguments.keyPassword(arguments)
                    .map(password -> KeySource.directory(folder.get(), password))
                    .orElseGet(() -> KeySource.directory(folder.get()));
        }
        Optional<KeyFiles> named = TlsArguments.keyFiles(
                arguments, TlsServerType.CERT, TlsServerType.KEY, arguments.find(TlsServerType.CHAIN));
        return KeySource.files(named.isPresent() ? named.get() : forDevelopment());
    }

    private KeyFiles forDevelopment() throws IOException {
        DevelopmentIdentity identity;
        try {
            identity = DevelopmentCerts.in(developmentCerts).identity();
        } catch (IOException e) {
            throw new IOException(
                    "no cert= is given, and there is no certificate for development: " + e.getMessage()
                            + "; or name a certificate with cert=",
                    e);
        }
        String notice = identity.notice()
                .orElseGet(() ->
                        "clients need to trust " + identity.authorityFile() + " ('sennit certs trust-help' tells how)");
        LOG.log(
                Level.WARNING,
                "{0}: no cert= is given, so {1} is shown, for development only; {2}",
                arguments.describe(),
                identity.chainFile(),
                notice);
        return KeyFiles.of(identity.chainFile(), identity.keyFile());
    }

    private Trust clientTrust(Watches watches) {
        List<Path> authorities = arguments.get(TlsServerType.CLIENT_CA);
        List<Path> files = new ArrayList<>(authorities);
        files.addAll(arguments.get(TlsArguments.CRL));
        WatchedTrust trust = WatchedTrust.start(() -> TlsArguments.trust(authorities, arguments), files, watching());
        watches.add(trust::close);
        return new AdvisingTrust(trust, TlsServerType.CLIENT_CA.name(), "client");
    }

    private WatchSettings watching() {
        return WatchSettings.of(context.reactor().nextLoop(), context.reactor().workers());
    }

    private TlsSettings settings() {
        TlsSettings settings = TlsArguments.settings(arguments, arguments.get(TlsServerType.HANDSHAKE_TIMEOUT));
        boolean only12 = arguments.find(TlsServerType.SSL_METHOD).orElse("").equals("TLSv1_2_METHOD");
        return only12 ? settings.withVersions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_2) : settings;
    }

    /** A listener whose files are watched as long as it accepts. */
    private record WatchedListener(Listener below, Watches watches) implements Listener {
        @Override
        public Address address() {
            return below.address();
        }

        @Override
        public int connections() {
            return below.connections();
        }

        @Override
        public Deferred<Void> close() {
            watches.end();
            return below.close();
        }

        @Override
        public Deferred<DrainReport> drain(Duration deadline) {
            watches.end();
            return below.drain(deadline);
        }
    }

    /** What ends the watches over a listener's files, once: when the listener closes, or cannot be opened. From any thread. */
    private static final class Watches {
        private final List<Runnable> ends = new ArrayList<>();
        private boolean ended;

        /** Adds what ends a watch, which is ended at once if nobody waits for the listener any more. */
        synchronized void add(Runnable end) {
            if (ended) {
                end.run();
            } else {
                ends.add(end);
            }
        }

        synchronized void end() {
            ended = true;
            ends.forEach(Runnable::run);
        }
    }
}
