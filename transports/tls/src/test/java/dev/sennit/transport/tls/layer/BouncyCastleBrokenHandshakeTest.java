package dev.sennit.transport.tls.layer;

import dev.sennit.transport.tls.TlsImplementation;

/** By BouncyCastle. */
class BouncyCastleBrokenHandshakeTest extends BrokenHandshakeContract {
    @Override
    TlsImplementation implementation() {
        return TlsImplementation.BOUNCY_CASTLE;
    }
}
