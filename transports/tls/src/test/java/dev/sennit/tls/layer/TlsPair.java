package dev.sennit.tls.layer;

import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsImplementation;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.tls.TlsSettings;
import dev.sennit.tls.TlsVersion;
import dev.sennit.transport.Address;
import dev.sennit.transport.ConnectOptions;
import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.contract.ContractBench;
import dev.sennit.transport.contract.ContractBench.Opening;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.x509.key.KeySelector;
import java.util.function.UnaryOperator;

/** Both sides' TLS, and benches with it under each protocol. */
record TlsPair(TlsServerConfig server, TlsClientConfig client) {
    /** Both by the same implementation. */
    static TlsPair of(TlsImplementation implementation) {
        return of(implementation, implementation);
    }

    static TlsPair of(TlsImplementation server, TlsImplementation client) {
        return new TlsPair(
                TlsServerConfig.of(TestCerts.SERVER).withSettings(TlsSettings.DEFAULT.withImplementation(server)),
                TlsClientConfig.of(TestCerts.NAME)
                        .withTrust(TestCerts.TRUST)
                        .withSettings(TlsSettings.DEFAULT.withImplementation(client)));
    }

    /** The same with other settings of both sides. */
    TlsPair with(UnaryOperator<TlsSettings> change) {
        return withServer(change).withClient(change);
    }

    TlsPair withServer(UnaryOperator<TlsSettings> change) {
        return new TlsPair(server.withSettings(change.apply(server.settings())), client);
    }

    TlsPair withClient(UnaryOperator<TlsSettings> change) {
        return new TlsPair(server, client.withSettings(change.apply(client.settings())));
    }

    TlsPair withServer(TlsServerConfig value) {
        return new TlsPair(value, client);
    }

    TlsPair withClient(TlsClientConfig value) {
        return new TlsPair(server, value);
    }

    /** The same in this version only. */
    TlsPair in(TlsVersion version) {
        return with(settings -> settings.withVersions(version, version));
    }

    /** The same where the handshakes of both sides run on workers. */
    TlsPair onWorkers() {
        GatedTrust open = new GatedTrust(client.trust());
        open.open();
        return new TlsPair(onWorkers(server), client.withTrust(open));
    }

    /** The same where handshakes run on workers: a selector that does not know its keys may sign slowly. */
    static TlsServerConfig onWorkers(TlsServerConfig server) {
        KeySelector keys = server.keys();
        return TlsServerConfig.of((name, kinds) -> keys.choose(name, kinds))
                .withSettings(server.settings())
                .withClients(server.clientAuthentication(), server.clientTrust());
    }

    /** The same bench with TLS under each protocol. */
    ContractBench over(ContractBench bench) {
        Opening opening = new Secured(bench.opening(), this);
        return new ContractBench(
                bench.server(),
                bench.client(),
                bench.places(),
                opening,
                bench.resets(),
                bench.waiting(),
                bench.release());
    }

    /** TLS over another way of opening. A reset that comes during the last step on a worker ends the handshake. */
    private record Secured(Opening below, TlsPair pair, TlsContext serverTls, TlsContext clientTls) implements Opening {
        Secured(Opening below, TlsPair pair) {
            this(below, pair, TlsContext.server(pair.server), TlsContext.client(pair.client));
        }

        @Override
        public boolean alwaysAccepts() {
            return !pair.server.keys().signsSlowly();
        }

        @Override
        public boolean resetMayOvertakeTheHandshake() {
            return pair.client.trust().mayBlock();
        }

        @Override
        public Deferred<Listener> listen(Reactor on, Address at, ListenOptions options, ProtocolFactory<?> factory) {
            return below.listen(on, at, options, factory.through(serverTls));
        }

        @Override
        public <P extends Protocol> Deferred<P> connect(
                Reactor from, Address to, ConnectOptions options, ProtocolFactory<P> factory) {
            return below.connect(from, to, options, factory.through(clientTls));
        }
    }
}
