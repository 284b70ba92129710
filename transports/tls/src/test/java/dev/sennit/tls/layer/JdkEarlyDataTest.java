package dev.sennit.tls.layer;

import dev.sennit.tls.TlsImplementation;

/** A server by the platform's {@code SSLEngine}, which ends a connection at the first record that does not decrypt. */
class JdkEarlyDataTest extends EarlyDataContract {
    @Override
    TlsImplementation implementation() {
        return TlsImplementation.JDK;
    }

    @Override
    boolean skipsWithoutRetry() {
        return false;
    }
}
