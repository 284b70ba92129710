package dev.sennit.endpoint.tls;

import dev.sennit.transport.Listener;

/** TLS in TLS: over= on both sides. */
class TlsInTlsContractTest extends TlsOverMemoryContract {
    @Override
    protected String server() {
        return "tls:over=[tls:0" + files.identity("site") + "]" + files.identity("site");
    }

    @Override
    protected String serverAt(Listener open) {
        return "tls:over=[tls:" + port(open) + files.identity("site") + "]" + files.identity("site");
    }

    @Override
    protected String clientOf(Listener open) {
        return "tls:" + TestFiles.NAME + ":443" + files.trust() + ":over=[tls:" + TestFiles.NAME + ":" + port(open)
                + files.trust() + "]";
    }
}
