package dev.sennit.endpoint.tls;

import dev.sennit.transport.Listener;

/** TLS in TLS: the client's way leads through another TLS client. */
class TlsViaTlsContractTest extends TlsOverMemoryContract {
    @Override
    protected String server() {
        return "ssl:over=[ssl:0:engine=jdk" + files.identity("site") + "]" + files.identity("site");
    }

    @Override
    protected String serverAt(Listener open) {
        return "ssl:over=[ssl:" + port(open) + ":engine=jdk" + files.identity("site") + "]" + files.identity("site");
    }

    @Override
    protected String clientOf(Listener open) {
        return "ssl:" + TestFiles.NAME + ":443:engine=jdk" + files.trust() + ":via=[ssl:" + TestFiles.NAME + ":"
                + port(open) + files.trust() + "]";
    }
}
