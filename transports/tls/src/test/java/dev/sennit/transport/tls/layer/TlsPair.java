package dev.sennit.transport.tls.layer;

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
import dev.sennit.transport.tls.TlsClient;
import dev.sennit.transport.tls.TlsImplementation;
import dev.sennit.transport.tls.TlsServer;
import dev.sennit.transport.tls.TlsSettings;
import dev.sennit.transport.tls.TlsVersion;
import java.util.function.UnaryOperator;

/** Both sides' TLS, and benches with it under each protocol. */
record TlsPair(TlsServer server, TlsClient client) {
    /** Both by the same implementation. */
    static TlsPair of(TlsImplementation implementation) {
        return of(implementation, implementation);
    }

    static TlsPair of(TlsImplementation server, TlsImplementation client) {
        return new TlsPair(
                TlsServer.of(TestCerts.SERVER).withSettings(TlsSettings.DEFAULT.withImplementation(server)),
                TlsClient.of(TestCerts.NAME)
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

    TlsPair withServer(TlsServer value) {
        return new TlsPair(value, client);
    }

    TlsPair withClient(TlsClient value) {
        return new TlsPair(server, value);
    }

    /** The same in this version only. */
    TlsPair in(TlsVersion version) {
        return with(settings -> settings.withVersions(version, version));
    }

    /** The same bench with TLS under each protocol. */
    ContractBench over(ContractBench bench) {
        Opening opening = new Secured(bench.opening(), Tls.server(server), Tls.client(client));
        return new ContractBench(
                bench.server(),
                bench.client(),
                bench.places(),
                opening,
                bench.resets(),
                bench.waiting(),
                bench.release());
    }

    private record Secured(Opening below, Tls serverTls, Tls clientTls) implements Opening {
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
