package dev.sennit.tls.layer;

import dev.sennit.tls.TlsImplementation;

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
