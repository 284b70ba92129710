package dev.sennit.tls.layer;

import dev.sennit.tls.TlsImplementation;

/** A client by the platform's {@code SSLEngine}. */
class JdkOddNameTest extends OddNameContract {
    @Override
    TlsImplementation implementation() {
        return TlsImplementation.JDK;
    }
}
