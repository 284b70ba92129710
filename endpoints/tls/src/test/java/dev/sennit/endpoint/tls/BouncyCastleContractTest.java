package dev.sennit.endpoint.tls;

import dev.sennit.transport.Listener;

/** TLS by BouncyCastle's engine over TCP. */
class BouncyCastleContractTest extends TlsOverMemoryContract {
    @Override
    protected String server() {
        return "tls:0" + files.identity("site");
    }

    @Override
    protected String serverAt(Listener open) {
        return "tls:" + port(open) + files.identity("site");
    }

    @Override
    protected String clientOf(Listener open) {
        return "tls:" + TestFiles.NAME + ":" + port(open) + files.trust();
    }
}
