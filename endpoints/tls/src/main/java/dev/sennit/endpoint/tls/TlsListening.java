package dev.sennit.endpoint.tls;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.ServerEndpoint;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.tcp.TcpEndpoint;
import dev.sennit.tls.ClientAuthentication;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.TlsSettings;
import dev.sennit.tls.TlsVersion;
import dev.sennit.tls.layer.TlsContext;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.x509.identity.WatchSettings;
import dev.sennit.x509.identity.WatchedIdentities;
import dev.sennit.x509.trust.Trust;
import dev.sennit.x509.trust.WatchedTrust;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One {@code listen} of a TLS server endpoint: files, the endpoint below, the watch over the files. */
record TlsListening(Arguments arguments, EndpointContext context, Path developmentCerts) {
    private static final Logger LOG = System.getLogger(TlsListening.class.getPackageName());

    Deferred<Listener> listen(ProtocolFactory<?> factory) {
        EventLoop loop = context.reactor().nextLoop();
        return context.reactor().offload(() -> prepare(loop)).thenCompose(ready -> below().listen(
                        factory.through(ready.tls()))
                .thenApply(listener -> new WatchedListener(listener, ready.watches())));
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
    private Ready prepare(EventLoop loop) throws IOException {
        Watches watches = new Watches();
        ServerIdentities found = ServerIdentities.of(arguments, developmentCerts);
        WatchClock clock = new WatchClock(loop);
        WatchedIdentities watched = WatchedIdentities.start(found.source(), watching(clock));
        watches.add(clock, watched::close);
        found.notice().ifPresent(notice -> LOG.log(Level.WARNING, "{0}: {1}", arguments.describe(), notice));
        if (arguments.isGiven(TlsServerType.DH_PARAMETERS)) {
            LOG.log(Level.INFO, "{0}: dhParameters= is not used: keys are agreed on by elliptic curves", arguments);
        }
        TlsServerConfig server = TlsServerConfig.of(watched).withSettings(settings());
        if (!arguments.get(TlsServerType.CLIENT_CA).isEmpty()) {
            server = server.withClients(
                    arguments.find(TlsServerType.CLIENT_AUTH).orElse(ClientAuthentication.NEED),
                    clientTrust(loop, watches));
        }
        return new Ready(TlsContext.server(server), watches);
    }

    private Trust clientTrust(EventLoop loop, Watches watches) {
        List<Path> authorities = arguments.get(TlsServerType.CLIENT_CA);
        List<Path> files = new ArrayList<>(authorities);
        files.addAll(arguments.get(TlsArguments.CRL));
        WatchClock clock = new WatchClock(loop);
        WatchedTrust trust =
                WatchedTrust.start(() -> TlsArguments.trust(authorities, arguments), files, watching(clock));
        watches.add(clock, trust::close);
        return new AdvisingTrust(trust, TlsServerType.CLIENT_CA.name(), "client");
    }

    private WatchSettings watching(WatchClock clock) {
        return WatchSettings.of(clock, context.reactor().workers());
    }

    private TlsSettings settings() {
        TlsSettings settings = TlsArguments.settings(arguments, arguments.get(TlsServerType.HANDSHAKE_TIMEOUT));
        boolean only12 = arguments.find(TlsServerType.SSL_METHOD).orElse("").equals("TLSv1_2_METHOD");
        return only12 ? settings.withVersions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_2) : settings;
    }

    /** What a listener is opened with. */
    private record Ready(TlsContext tls, Watches watches) {}
}
