package dev.sennit.transport.contract;

import dev.sennit.transport.Layer;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.spi.HandshakeLayer;
import dev.sennit.transport.spi.HandshakeTimeout;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Layers for the suites: that change nothing, or each byte, cut into bytes, end early, or shake hands. */
public final class Layers {
    private Layers() {}

    /** Passes everything through. */
    public static final class Identity extends Layer {}

    /** Turns over every bit, both ways. */
    public static final class Xor extends Layer {
        @Override
        public void write(ByteBuffer data) {
            below().write(turned(data));
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            above().dataReceived(turned(data).asReadOnlyBuffer());
        }

        private static ByteBuffer turned(ByteBuffer data) {
            ByteBuffer result = ByteBuffer.allocate(data.remaining());
            while (data.hasRemaining()) {
                result.put((byte) ~data.get());
            }
            return result.flip();
        }
    }

    /** Gives each byte to what is above on its own, in one go. */
    public static final class Bytewise extends Layer {
        @Override
        public void dataReceived(ByteBuffer data) {
            while (data.hasRemaining()) {
                above().dataReceived(data.slice(data.position(), 1).asReadOnlyBuffer());
                data.position(data.position() + 1);
            }
        }
    }

    /** Takes a dot for the end of the peer's output, and drops what follows. */
    public static final class EndMark extends Layer {
        private boolean ended;

        @Override
        public void dataReceived(ByteBuffer data) {
            ByteBuffer before = data.slice();
            for (int i = 0; i < before.limit() && !ended; i++) {
                if (before.get(i) == '.') {
                    ended = true;
                    before.limit(i);
                }
            }
            if (before.hasRemaining() && before.position() == 0) {
                above().dataReceived(before.asReadOnlyBuffer());
            }
            if (ended) {
                above().inputEnded();
            }
        }
    }

    /** Both ends say a word first; a wrong one is a fault. */
    public static final class Handshake extends HandshakeLayer {
        private static final int WORD_BYTES = 5;
        /** Longer than any test. */
        private static final HandshakeTimeout TIMEOUT = HandshakeTimeout.of(Duration.ofDays(1));

        private final Bytes says;
        private final Bytes expects;
        private final ByteQueue received = new ByteQueue();
        private boolean held;
        private volatile boolean heard;

        /** Says hello, and wants to hear it. */
        public Handshake() {
            this("hello", "hello");
        }

        /** Says one word of five letters and wants another. */
        public Handshake(String says, String expects) {
            super(TIMEOUT);
            this.says = Bytes.utf8(says);
            this.expects = Bytes.utf8(expects);
        }

        /** One that takes its time: it is not done before {@link #letGo}. */
        public static Handshake held() {
            Handshake handshake = new Handshake();
            handshake.held = true;
            return handshake;
        }

        /** Whether it has heard its word. */
        public boolean hasHeard() {
            return heard;
        }

        /** Is done now, if it has heard its word. On the loop. */
        public void letGo() {
            held = false;
            finishIfHeard();
        }

        /** Finds a fault of its own. On the loop. */
        public void giveUp(Throwable cause) {
            fail(cause);
        }

        @Override
        protected void begin() {
            below().write(says);
        }

        @Override
        protected void received(ByteBuffer data) {
            received.add(data);
            holds(0, received.length());
            if (heard || received.length() < WORD_BYTES) {
                return;
            }
            Bytes word = received.take(WORD_BYTES);
            if (!word.equals(expects)) {
                fail(new WrongWord("heard " + word + ", wanted " + expects));
                return;
            }
            heard = true;
            finishIfHeard();
        }

        private void finishIfHeard() {
            if (heard && !held) {
                finish(received.takeAll());
            }
        }
    }

    /** A handshake without an end, which leaves the end of the connection to those above. */
    public static final class Endless extends Layer {
        @Override
        public void connectionMade() {}
    }

    /** A handshake heard the wrong word. */
    public static final class WrongWord extends RuntimeException {
        private static final long serialVersionUID = 1;

        WrongWord(String message) {
            super(message);
        }
    }
}
