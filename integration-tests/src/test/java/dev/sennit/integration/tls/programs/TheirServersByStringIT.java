package dev.sennit.integration.tls.programs;

import dev.sennit.integration.tls.ConfiguredBy;
import dev.sennit.integration.tls.Engine;
import dev.sennit.peers.Peers;
import java.io.IOException;

/** Our clients, configured by an endpoint string and files, call other people's servers. */
class TheirServersByStringIT extends TheirServersContract {
    TheirServersByStringIT(Peers peers) throws IOException {
        super(peers, ConfiguredBy.ENDPOINT_STRING, Engine.BC);
    }
}
