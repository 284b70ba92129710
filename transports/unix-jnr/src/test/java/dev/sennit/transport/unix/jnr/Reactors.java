package dev.sennit.transport.unix.jnr;

import dev.sennit.transport.CloseTimeouts;
import dev.sennit.transport.nio.NioReactor;
import dev.sennit.transport.nio.NioSettings;
import java.time.Duration;

/** Reactors that open Unix addresses by jnr-unixsocket, although sennit-transport-unix runs here. */
final class Reactors {
    private Reactors() {}

    /** A close waits only a short time for a peer that stays open, as some do on purpose. */
    static NioSettings settings(int loops) {
        CloseTimeouts timeouts = CloseTimeouts.DEFAULT.withLinger(Duration.ofMillis(100));
        return NioSettings.DEFAULT.withLoops(loops).withCloseTimeouts(timeouts);
    }

    static NioReactor jnr(int loops) {
        return new NioReactor(settings(loops).withSockets(new JnrSockets()));
    }
}
