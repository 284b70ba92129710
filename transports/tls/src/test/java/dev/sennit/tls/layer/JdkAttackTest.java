package dev.sennit.tls.layer;

import dev.sennit.tls.TlsImplementation;

/** A server by the platform's {@code SSLEngine}, attacked. */
class JdkAttackTest extends AttackContract {
    @Override
    TlsImplementation implementation() {
        return TlsImplementation.JDK;
    }
}
