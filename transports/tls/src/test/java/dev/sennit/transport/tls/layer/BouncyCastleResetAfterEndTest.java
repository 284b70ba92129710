package dev.sennit.transport.tls.layer;

import dev.sennit.transport.tls.TlsImplementation;

/** A reset heard by BouncyCastle. */
class BouncyCastleResetAfterEndTest extends ResetAfterEndContract {
    @Override
    TlsImplementation implementation() {
        return TlsImplementation.BOUNCY_CASTLE;
    }
}
