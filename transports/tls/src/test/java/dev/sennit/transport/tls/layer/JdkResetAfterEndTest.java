package dev.sennit.transport.tls.layer;

import dev.sennit.transport.tls.TlsImplementation;

/** A reset heard by the platform's {@code SSLEngine}. */
class JdkResetAfterEndTest extends ResetAfterEndContract {
    @Override
    TlsImplementation implementation() {
        return TlsImplementation.JDK;
    }
}
