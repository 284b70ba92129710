package dev.sennit.integration.tls.programs;

import dev.sennit.integration.tls.ConfiguredBy;
import dev.sennit.integration.tls.Engine;
import dev.sennit.peers.Peers;
import java.io.IOException;

/** Other people's clients call our servers, configured in Java, with both engines. */
class TheirClientsIT extends TheirClientsContract {
    TheirClientsIT(Peers peers) throws IOException {
        super(peers, ConfiguredBy.CODE, Engine.values());
    }
}
