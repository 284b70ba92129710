package dev.sennit.tls.bc;

import dev.sennit.tls.TlsSession;
import dev.sennit.tls.engine.TlsEngine;
import dev.sennit.tls.engine.TlsEngines;
import dev.sennit.transport.bytes.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.tls.TlsProtocol;
import org.jspecify.annotations.Nullable;

/** A client's and a server's engine, whose bytes are carried by hand. */
final class EnginePair {
    final End client;
    final End server;

    EnginePair(TlsEngines client, TlsEngines server) {
        this.client = new End(client);
        this.server = new End(server);
    }

    /** Starts both and carries bytes in pieces of this size until none is left. */
    EnginePair shakeHands(int pieces) {
        server.engine.start();
        client.engine.start();
        carry(pieces);
        return this;
    }

    void carry(int pieces) {
        boolean moved = true;
        while (moved) {
            boolean there = client.giveTo(server, pieces);
            moved = server.giveTo(client, pieces) || there;
        }
    }

    /** One side: what it wants sent, and what it was told. */
    static final class End implements TlsEngine.Outlet {
        final TlsEngine engine;
        final ByteArrayOutputStream received = new ByteArrayOutputStream();
        final List<Integer> deliveries = new ArrayList<>();
        final List<Bytes> sent = new ArrayList<>();

        @Nullable
        TlsSession session;

        boolean inputEnded;

        @Nullable
        RuntimeException failure;

        private int carried;

        End(TlsEngines engines) {
            this.engine = engines.engine(this);
        }

        boolean giveTo(End other, int pieces) {
            if (carried == sent.size()) {
                return false;
            }
            ByteBuffer data = sent.get(carried++).asReadOnlyBuffer();
            while (data.hasRemaining() && other.failure == null) {
                int count = Math.min(pieces, data.remaining());
                other.receive(data.slice(data.position(), count));
                data.position(data.position() + count);
            }
            return true;
        }

        /** Gives what was sent and not carried yet. */
        List<Bytes> sentSince() {
            List<Bytes> news = List.copyOf(sent.subList(carried, sent.size()));
            carried = sent.size();
            return news;
        }

        /** Starts, and carries bytes to and from a peer by hand until none is left or the handshake has failed. */
        void shakeHands(TlsProtocol peer) throws IOException {
            engine.start();
            boolean moved = true;
            while (moved && failure == null) {
                moved = false;
                for (Bytes each : List.copyOf(sent)) {
                    peer.offerInput(each.toByteArray());
                    moved = true;
                }
                forgetSent();
                byte[] out = new byte[peer.getAvailableOutputBytes()];
                moved |= peer.readOutput(out, 0, out.length) > 0;
                receive(ByteBuffer.wrap(out));
            }
        }

        /** Takes what was sent and is not carried yet. */
        byte[] takeSent() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            while (carried < sent.size()) {
                bytes.writeBytes(sent.get(carried++).toByteArray());
            }
            return bytes.toByteArray();
        }

        void receive(ByteBuffer data) {
            try {
                do {
                    engine.receive(data);
                } while (data.hasRemaining());
            } catch (RuntimeException thrown) {
                failure = thrown;
            }
        }

        void write(String text) {
            engine.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }

        /** Forgets what was sent, all of which must have been carried. */
        void forgetSent() {
            sent.clear();
            carried = 0;
        }

        String text() {
            return received.toString(StandardCharsets.UTF_8);
        }

        @Override
        public void send(ByteBuffer records) {
            sent.add(Bytes.copyOf(records));
        }

        @Override
        public void opened(TlsSession agreed) {
            session = agreed;
        }

        @Override
        public void received(ByteBuffer plain) {
            byte[] copy = new byte[plain.remaining()];
            plain.get(copy);
            received.writeBytes(copy);
            deliveries.add(copy.length);
        }

        @Override
        public void inputEnded() {
            inputEnded = true;
        }
    }
}
