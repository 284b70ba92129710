package dev.sennit.tls.layer;

import dev.sennit.tls.ClientAuthentication;
import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsServerConfig;
import dev.sennit.x509.identity.Identities;
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
        return new SlowSteps(() -> checks && server.clientTrust().mayBlock(), server.identities()::signsSlowly);
    }

    static SlowSteps of(TlsClientConfig client) {
        Identities identities = client.identities().orElse(Identities.none());
        return new SlowSteps(client.trust()::mayBlock, identities::signsSlowly);
    }
}
