package dev.sennit.transport.tls.layer;

import dev.sennit.transport.tls.TlsImplementation;

/** The platform's {@code SSLEngine} on both sides. */
class JdkContractTest extends TlsContracts {
    @Override
    TlsPair pair() {
        return TlsPair.of(TlsImplementation.JDK);
    }
}
