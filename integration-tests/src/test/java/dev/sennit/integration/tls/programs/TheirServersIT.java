package dev.sennit.integration.tls.programs;

import dev.sennit.integration.tls.ConfiguredBy;
import dev.sennit.integration.tls.Engine;
import dev.sennit.peers.Peers;
import java.io.IOException;

/** Our clients, configured in Java, call other people's servers, with both engines. */
class TheirServersIT extends TheirServersContract {
    TheirServersIT(Peers peers) throws IOException {
        super(peers, ConfiguredBy.CODE, Engine.values());
    }
}
