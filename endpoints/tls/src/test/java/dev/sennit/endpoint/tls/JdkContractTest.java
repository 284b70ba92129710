package dev.sennit.endpoint.tls;

import dev.sennit.transport.Listener;

/** TLS by the JDK's engine over TCP. */
class JdkContractTest extends TlsOverMemoryContract {
    @Override
    protected String server() {
        return "tls:0:engine=jdk" + files.identity("site");
    }

    @Override
    protected String serverAt(Listener open) {
        return "tls:" + port(open) + ":engine=jdk" + files.identity("site");
    }

    @Override
    protected String clientOf(Listener open) {
        return "tls:" + TestFiles.NAME + ":" + port(open) + ":engine=jdk" + files.trust();
    }
}
