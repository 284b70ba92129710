package dev.sennit.transport.tls.layer;

import dev.sennit.transport.tls.TlsImplementation;

/** A client by the platform's {@code SSLEngine}. */
class JdkOddNameTest extends OddNameContract {
    @Override
    TlsImplementation implementation() {
        return TlsImplementation.JDK;
    }
}
