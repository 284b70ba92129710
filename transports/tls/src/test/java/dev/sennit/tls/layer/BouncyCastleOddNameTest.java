package dev.sennit.tls.layer;

import dev.sennit.tls.TlsImplementation;

/** A client by BouncyCastle. */
class BouncyCastleOddNameTest extends OddNameContract {
    @Override
    TlsImplementation implementation() {
        return TlsImplementation.BOUNCY_CASTLE;
    }
}
