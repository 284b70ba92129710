package dev.sennit.endpoint.tls;

import dev.sennit.transport.Listener;
import dev.sennit.transport.MemoryAddress;

/** TLS over names inside one process. */
class OverANameContractTest extends TlsOverMemoryContract {
    @Override
    protected String server() {
        return "tls:over=[memory:inside]" + files.identity("site");
    }

    @Override
    protected String serverAt(Listener open) {
        return "tls:over=[memory:" + ((MemoryAddress) open.address()).name() + "]" + files.identity("site");
    }

    @Override
    protected String clientOf(Listener open) {
        return "tls:" + TestFiles.NAME + ":443:over=[memory:" + ((MemoryAddress) open.address()).name() + "]"
                + files.trust();
    }
}
