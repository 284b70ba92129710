package dev.sennit.integration.tls;

import dev.sennit.peers.Peers;
import java.io.IOException;

/** Other people's clients call our servers, configured by an endpoint string and files. */
class TheirClientsByStringIT extends TheirClientsContract {
    TheirClientsByStringIT(Peers peers) throws IOException {
        super(peers, ConfiguredBy.ENDPOINT_STRING, Engine.BC);
    }
}
