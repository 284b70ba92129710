package dev.sennit.tls.layer;

import dev.sennit.tls.TlsImplementation;

/** BouncyCastle on both sides. */
class BouncyCastleContractTest extends TlsContracts {
    @Override
    TlsPair pair() {
        return TlsPair.of(TlsImplementation.BOUNCY_CASTLE);
    }
}
