package dev.sennit.endpoint.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sennit.endpoint.ClientEndpoint;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.contract.Witness;
import dev.sennit.memory.MemoryHost;
import dev.sennit.memory.MemoryNetwork;
import dev.sennit.tls.TlsSession;
import dev.sennit.transport.Listener;
import dev.sennit.transport.TcpAddress;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.TlsFailedException;
import java.net.InetAddress;
import java.util.List;

/** A server and a client under virtual time, where every name leads to the server. */
final class TlsNetwork {
    final MemoryNetwork network = MemoryNetwork.seeded(1);
    final Witness served = Witness.echoing();
    EndpointContext servers;
    EndpointContext clients;

    TlsNetwork() {
        MemoryHost server = network.host("server");
        List<InetAddress> there = List.of(server.ip());
        servers = EndpointContext.on(server);
        clients = servers.withReactor(network.host("client")).withResolver(name -> Deferred.of(there));
    }

    /** Listens, and answers the port. */
    int listen(String text) {
        return port(open(text));
    }

    Listener open(String text) {
        return network.await(servers.server(text).listen(served));
    }

    static int port(Listener open) {
        return ((TcpAddress) open.address()).port();
    }

    /** Why listening fails. */
    <F extends Throwable> F notListening(Class<F> kind, String text) {
        return assertThrows(kind, () -> open(text));
    }

    /** The server ended it after the client's handshake, as TLS 1.3 has it for clients that are not welcome. */
    static final class EndedByServer extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Connects, has five bytes echoed, and closes. */
    TlsSession session(ClientEndpoint endpoint) {
        Witness made = Witness.collecting();
        Witness.Seen protocol = network.await(endpoint.connect(made));
        protocol.transport().write(Bytes.ascii("hello"));
        network.runUntil(() -> protocol.fiveBytes().isDone() || protocol.isLost());
        if (protocol.isLost()) {
            throw new EndedByServer();
        }
        TlsSession session = protocol.transport().feature(TlsSession.class).orElseThrow();
        protocol.transport().close();
        network.runUntil(made::isQuiet);
        return session;
    }

    TlsSession session(String text) {
        return session(clients.client(text));
    }

    /** Why a session does not come about. */
    <F extends Throwable> F failure(Class<F> kind, String text) {
        return assertThrows(kind, () -> session(text));
    }

    /** Why TLS does not come about: the cause of what the connect fails with. */
    TlsFailedException tlsFailure(ClientEndpoint endpoint) {
        ConnectFailedException failure = assertThrows(ConnectFailedException.class, () -> session(endpoint));
        assertEquals(ConnectFailedException.Phase.HANDSHAKE, failure.phase(), failure::getMessage);
        return assertInstanceOf(TlsFailedException.class, failure.getCause());
    }

    TlsFailedException tlsFailure(String text) {
        return tlsFailure(clients.client(text));
    }
}
