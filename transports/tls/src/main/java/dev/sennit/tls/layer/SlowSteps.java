package dev.sennit.tls.layer;

import dev.sennit.tls.ClientAuthentication;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.x509.key.KeySelector;
import java.util.function.BooleanSupplier;

/**
 * Which steps of one side's handshakes may hold a loop for long. Asked anew for each connection, since certificates in files
 * may change.
 *
 * @param checkMayBlock whether a check of the peer's certificate may wait for the network
 * @param signsSlowly whether a signature of ours may take long
 */
record SlowSteps(BooleanSupplier checkMayBlock, BooleanSupplier signsSlowly) {
    static SlowSteps of(TlsServerConfig server) {
        boolean checks = server.clientAuthentication() != ClientAuthentication.NONE;
        return new SlowSteps(() -> checks && server.clientTrust().mayBlock(), server.keys()::signsSlowly);
    }

    static SlowSteps of(TlsClientConfig client) {
        KeySelector identities = client.keys().orElse(KeySelector.none());
        return new SlowSteps(client.trust()::mayBlock, identities::signsSlowly);
    }
}
