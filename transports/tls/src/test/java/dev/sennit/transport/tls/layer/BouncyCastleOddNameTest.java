package dev.sennit.transport.tls.layer;

import dev.sennit.transport.tls.TlsImplementation;

/** A client by BouncyCastle. */
class BouncyCastleOddNameTest extends OddNameContract {
    @Override
    TlsImplementation implementation() {
        return TlsImplementation.BOUNCY_CASTLE;
    }
}
