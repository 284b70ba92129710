package dev.sennit.tls.layer;

import dev.sennit.tls.engine.TlsEngine;
import dev.sennit.transport.error.TlsFailedException;
import java.nio.ByteBuffer;

/** Stands for an engine that could not be made: its handshake fails as soon as it begins. */
final class NoEngine implements TlsEngine {
    private final TlsFailedException failure;

    NoEngine(TlsFailedException failure) {
        this.failure = failure;
    }

    @Override
    public void start() {
        throw failure;
    }

    @Override
    public void receive(ByteBuffer records) {
        throw failure;
    }

    @Override
    public void receiveEnd() {
        throw failure;
    }

    @Override
    public void write(ByteBuffer plain) {
        throw failure;
    }

    @Override
    public void endOutput() {
        throw failure;
    }

    @Override
    public void discard() {}
}
