package dev.sennit.tls.layer;

import dev.sennit.tls.TlsImplementation;

/** A reset heard by BouncyCastle. */
class BouncyCastleResetAfterEndTest extends ResetAfterEndContract {
    @Override
    TlsImplementation implementation() {
        return TlsImplementation.BOUNCY_CASTLE;
    }
}
