package dev.sennit.endpoint.tls;

import dev.sennit.transport.tls.identity.WatchedIdentities;

/** The watch over a listener's files, from when it is open until it is closed. */
record Watch(WatchedIdentities identities, WatchClock clock) {
    void begin() {
        clock.begin();
    }

    void end() {
        identities.close();
        clock.end();
    }
}
