package dev.sennit.tls.bc;

import dev.sennit.tls.TlsClientConfig;
import dev.sennit.tls.TlsServerConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.OptionalInt;
import org.bouncycastle.tls.ClientHello;
import org.bouncycastle.tls.HandshakeMessageInput;
import org.bouncycastle.tls.ServerHello;
import org.bouncycastle.tls.TlsClientProtocol;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.TlsProtocol;
import org.bouncycastle.tls.TlsServerProtocol;
import org.jspecify.annotations.Nullable;

/**
 * The other side of a handshake, by BouncyCastle's protocol as it is: each record that it sends can be changed before it is
 * encrypted. Its transcript holds what it meant to send.
 */
final class BentPeer {
    private final Bend bend;
    private final TlsProtocol protocol;
    private final Start start;
    private @Nullable IOException failure;

    private BentPeer(
            Bend bend, boolean cookieOnly, @Nullable TlsClientConfig client, @Nullable TlsServerConfig server) {
        this.bend = bend;
        if (client != null) {
            BouncyConfig shared = new BouncyConfig(client.settings());
            BouncyClient peer = new BouncyClient(
                    client,
                    shared,
                    new SessionCache<>(client.settings().sessions(), System::nanoTime),
                    shared.crypto(),
                    session -> {});
            Client bent = new Client();
            protocol = bent;
            start = () -> bent.connect(peer);
        } else if (server != null) {
            BouncyConfig shared = new BouncyConfig(server.settings());
            BouncyServer peer = new BouncyServer(
                    server,
                    shared,
                    new SessionCache<>(server.settings().sessions(), System::nanoTime),
                    shared.crypto(),
                    session -> {});
            Server bent = new Server(cookieOnly);
            protocol = bent;
            start = () -> bent.accept(peer);
        } else {
            throw new IllegalArgumentException();
        }
    }

    static BentPeer client(TlsClientConfig client, Bend bend) {
        return new BentPeer(bend, false, client, null);
    }

    static BentPeer server(TlsServerConfig server, Bend bend) {
        return new BentPeer(bend, false, null, server);
    }

    /** A server that asks for a second ClientHello with a cookie, and for no other change (RFC 8446, section 4.1.4). */
    static BentPeer serverWithCookie(TlsServerConfig server) {
        return new BentPeer((type, bytes) -> List.of(new Plain(type, bytes)), true, null, server);
    }

    /** Shakes hands with an engine, until neither has more to say. */
    void meet(EnginePair.End target) {
        target.engine.start();
        begin();
        carry(target);
    }

    /** Carries until neither has more to say. */
    void carry(EnginePair.End target) {
        boolean moved = true;
        while (moved) {
            byte[] there = output();
            moved = there.length > 0;
            if (moved && target.failure == null) {
                target.receive(ByteBuffer.wrap(there));
            }
            byte[] back = target.takeSent();
            moved |= back.length > 0;
            receive(back);
        }
    }

    /** Sends one record as it is. */
    void send(int type, int... bytes) {
        try {
            byte[] plain = bytes(bytes);
            if (protocol instanceof Client client) {
                client.raw(type, plain);
            } else {
                ((Server) protocol).raw(type, plain);
            }
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    /** The alert that ended it, if the target sent one. */
    OptionalInt alert() {
        return failure instanceof TlsFatalAlertReceived received
                ? OptionalInt.of(received.getAlertDescription() & 0xFF)
                : OptionalInt.empty();
    }

    @Nullable
    IOException failure() {
        return failure;
    }

    boolean isOpen() {
        return protocol.isConnected();
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private void begin() {
        try {
            start.run();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private void receive(byte[] records) {
        if (records.length == 0 || failure != null) {
            return;
        }
        try {
            protocol.offerInput(records, 0, records.length);
        } catch (IOException found) {
            failure = found;
        }
    }

    private byte[] output() {
        byte[] bytes = new byte[protocol.getAvailableOutputBytes()];
        protocol.readOutput(bytes, 0, bytes.length);
        return bytes;
    }

    /** What becomes of a record: any number of others. */
    @FunctionalInterface
    interface Bend {
        List<Plain> bend(int type, byte[] bytes);
    }

    /** The plaintext of a record. */
    @SuppressWarnings("ArrayRecordComponent") // a test's
    record Plain(int type, byte[] bytes) {}

    private interface Start {
        void run() throws IOException;
    }

    private interface Write {
        void write(short type, byte[] bytes, int offset, int length) throws IOException;
    }

    private void bend(int type, byte[] bytes, int offset, int length, Write write) throws IOException {
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        part.write(bytes, offset, length);
        List<Plain> bent = new ArrayList<>(bend.bend(type, part.toByteArray()));
        for (Plain record : bent) {
            write.write((short) record.type(), record.bytes(), 0, record.bytes().length);
        }
    }

    private final class Client extends TlsClientProtocol {
        @Override
        protected void writeRecord(short type, byte[] bytes, int offset, int length) throws IOException {
            bend(type, bytes, offset, length, super::writeRecord);
        }

        void raw(int type, byte[] bytes) throws IOException {
            super.writeRecord((short) type, bytes, 0, bytes.length);
        }
    }

    private final class Server extends TlsServerProtocol {
        private final boolean cookieOnly;

        Server(boolean cookieOnly) {
            this.cookieOnly = cookieOnly;
        }

        @Override
        protected void writeRecord(short type, byte[] bytes, int offset, int length) throws IOException {
            bend(type, bytes, offset, length, super::writeRecord);
        }

        @Override
        protected ServerHello generateServerHello(ClientHello hello, HandshakeMessageInput message) throws IOException {
            if (cookieOnly) {
                TlsExtensionsUtils.addKeyShareClientHello(hello.getExtensions(), BouncyConfig.vector(List.of()));
            }
            return super.generateServerHello(hello, message);
        }

        @Override
        protected ServerHello generate13HelloRetryRequest(ClientHello hello) throws IOException {
            ServerHello request = super.generate13HelloRetryRequest(hello);
            Hashtable<?, ?> extensions = request.getExtensions();
            if (cookieOnly) {
                extensions.remove(TlsExtensionsUtils.EXT_key_share);
            }
            return request;
        }

        void raw(int type, byte[] bytes) throws IOException {
            super.writeRecord((short) type, bytes, 0, bytes.length);
        }
    }
}
