package dev.sennit.transport.tls.layer;

import dev.sennit.transport.tls.TlsImplementation;

/** A server by BouncyCastle, attacked. */
class BouncyCastleAttackTest extends AttackContract {
    @Override
    TlsImplementation implementation() {
        return TlsImplementation.BOUNCY_CASTLE;
    }
}
