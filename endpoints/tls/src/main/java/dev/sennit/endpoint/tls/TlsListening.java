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
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.Listener;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.time.Clock;
import dev.sennit.transport.time.Timer;
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
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** One {@code listen} of a TLS server endpoint: reads the files, listens on the endpoint below, and watches the files. */
record TlsListening(Arguments arguments, EndpointContext context, Path developmentCerts) {
    private static final Logger LOG = System.getLogger(TlsListening.class.getPackageName());

    Deferred<Listener> listen(ProtocolFactory<?> factory) {
        Watches watches = new Watches(context.reactor().nextLoop());
        return context.reactor()
                .offload(() -> TlsContext.server(config(watches)))
                .thenCompose(tls -> below().listen(factory.through(tls))
                        .thenApply(listener -> new WatchedListener(listener, watches)));
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
        WatchedKeys identities = WatchedKeys.start(source(), watching(watches));
        watches.onEnd(identities::close);
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
        WatchedTrust trust =
                WatchedTrust.start(() -> TlsArguments.trust(authorities, arguments), files, watching(watches));
        watches.onEnd(trust::close);
        return new AdvisingTrust(trust, TlsServerType.CLIENT_CA.name(), "client");
    }

    private WatchSettings watching(Watches watches) {
        return WatchSettings.of(watches.newClock(), context.reactor().workers());
    }

    private TlsSettings settings() {
        TlsSettings settings = TlsArguments.settings(arguments, arguments.get(TlsServerType.HANDSHAKE_TIMEOUT));
        boolean only12 = arguments.find(TlsServerType.SSL_METHOD).orElse("").equals("TLSv1_2_METHOD");
        return only12 ? settings.withVersions(TlsVersion.TLS_1_2, TlsVersion.TLS_1_2) : settings;
    }

    /** A listener whose files are watched as long as it accepts. */
    private record WatchedListener(Listener below, Watches watches) implements Listener {
        WatchedListener {
            watches.begin();
        }

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

    /** The watches over a listener's files: they run from the listener's opening to its close. For one thread at a time. */
    private static final class Watches {
        private final EventLoop loop;
        private final List<Runnable> ends = new ArrayList<>();
        private final List<WatchClock> clocks = new ArrayList<>();

        Watches(EventLoop loop) {
            this.loop = loop;
        }

        /** Returns a clock for one watch, which has one timer at a time. */
        Clock newClock() {
            WatchClock clock = new WatchClock(loop);
            clocks.add(clock);
            return clock;
        }

        /** Adds what ends a watch. */
        void onEnd(Runnable end) {
            ends.add(end);
        }

        private void begin() {
            clocks.forEach(WatchClock::begin);
        }

        private void end() {
            ends.forEach(Runnable::run);
            clocks.forEach(WatchClock::end);
        }
    }

    /**
     * A loop's clock for one watch over files. Its timer is set when the listener opens and cancelled when the listener closes, so
     * that it keeps no reactor running by itself. From any thread.
     */
    private static final class WatchClock implements Clock {
        private final EventLoop loop;
        // Used on the loop alone.
        private @Nullable DelayedTimer latest;
        private boolean begun;
        private boolean ended;

        WatchClock(EventLoop loop) {
            this.loop = loop;
        }

        @Override
        public long nanoTime() {
            return loop.nanoTime();
        }

        /** Sets the watch's one timer, in place of the one before. */
        @Override
        public Timer after(Duration delay, Runnable task) {
            DelayedTimer timer = new DelayedTimer(delay, task);
            onLoop(() -> {
                latest = timer;
                if (begun && !ended) {
                    timer.start(loop);
                }
            });
            return timer;
        }

        void begin() {
            onLoop(() -> {
                begun = true;
                if (latest != null && !ended) {
                    latest.start(loop);
                }
            });
        }

        void end() {
            onLoop(() -> {
                ended = true;
                if (latest != null) {
                    latest.cancel();
                }
            });
        }

        private void onLoop(Runnable task) {
            try {
                loop.execute(task);
            } catch (RejectedExecutionException over) {
                // The loop has ended, and its timers with it.
            }
        }
    }

    /** A timer that starts when the listener opens. Used on the loop alone. */
    private static final class DelayedTimer implements Timer {
        private final Duration delay;
        private final Runnable task;
        private @Nullable Timer timer;

        DelayedTimer(Duration delay, Runnable task) {
            this.delay = delay;
            this.task = task;
        }

        void start(EventLoop loop) {
            timer = loop.after(delay, task);
        }

        @Override
        public boolean cancel() {
            return timer != null && timer.cancel();
        }

        @Override
        public boolean restart(Duration other) {
            return timer != null && timer.restart(other);
        }

        @Override
        public boolean isActive() {
            return timer != null && timer.isActive();
        }
    }
}
