package dev.sennit.integration.tls.programs;

import dev.sennit.integration.tls.ConfiguredBy;
import dev.sennit.integration.tls.Engine;
import dev.sennit.peers.Peers;
import java.io.IOException;

/** Other people's clients call our servers, configured by an endpoint string and files. */
class TheirClientsByStringIT extends TheirClientsContract {
    TheirClientsByStringIT(Peers peers) throws IOException {
        super(peers, ConfiguredBy.ENDPOINT_STRING, Engine.BC);
    }
}
