package dev.sennit.tls.layer;

import dev.sennit.tls.TlsImplementation;

/** A reset heard by the platform's {@code SSLEngine}. */
class JdkResetAfterEndTest extends ResetAfterEndContract {
    @Override
    TlsImplementation implementation() {
        return TlsImplementation.JDK;
    }
}
