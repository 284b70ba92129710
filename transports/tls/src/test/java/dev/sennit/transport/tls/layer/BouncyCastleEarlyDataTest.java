package dev.sennit.transport.tls.layer;

import dev.sennit.transport.tls.TlsImplementation;

/** A server by BouncyCastle. */
class BouncyCastleEarlyDataTest extends EarlyDataContract {
    @Override
    TlsImplementation implementation() {
        return TlsImplementation.BOUNCY_CASTLE;
    }

    @Override
    boolean skipsWithoutRetry() {
        return true;
    }
}
