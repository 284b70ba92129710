package dev.sennit.memory;

import dev.sennit.transport.ListenOptions;
import dev.sennit.transport.Listener;
import dev.sennit.transport.spi.ConnectionGroup;

/** An open listener, and what the connections that it accepts get. */
record Listening(Listener listener, ConnectionGroup group, ListenOptions options) {}
