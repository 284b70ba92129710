package dev.sennit.tls.layer;

import dev.sennit.tls.TlsImplementation;

/** By the platform's {@code SSLEngine}. */
class JdkBrokenHandshakeTest extends BrokenHandshakeContract {
    @Override
    TlsImplementation implementation() {
        return TlsImplementation.JDK;
    }

    /** Its handshakes take their time; 7 meets every field of a header sooner or later. */
    @Override
    int stride() {
        return 7;
    }
}
