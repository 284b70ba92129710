package dev.sennit.tls.layer;

import dev.sennit.tls.TlsImplementation;

/** The platform's {@code SSLEngine} on both sides. */
class JdkContractTest extends TlsContracts {
    @Override
    TlsPair pair() {
        return TlsPair.of(TlsImplementation.JDK);
    }
}
