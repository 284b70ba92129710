package dev.sennit.transport.tls.layer;

import dev.sennit.transport.tls.TlsImplementation;

/** A server by the platform's {@code SSLEngine}, attacked. */
class JdkAttackTest extends AttackContract {
    @Override
    TlsImplementation implementation() {
        return TlsImplementation.JDK;
    }
}
