package dev.sennit.tls.layer;

import dev.sennit.tls.TlsImplementation;

/** By BouncyCastle. */
class BouncyCastleBrokenHandshakeTest extends BrokenHandshakeContract {
    @Override
    TlsImplementation implementation() {
        return TlsImplementation.BOUNCY_CASTLE;
    }
}
