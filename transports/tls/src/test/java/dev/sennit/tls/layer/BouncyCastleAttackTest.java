package dev.sennit.tls.layer;

import dev.sennit.tls.TlsImplementation;

/** A server by BouncyCastle, attacked. */
class BouncyCastleAttackTest extends AttackContract {
    @Override
    TlsImplementation implementation() {
        return TlsImplementation.BOUNCY_CASTLE;
    }
}
