package dev.sennit.transport.contract;

import dev.sennit.transport.Layer;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import java.nio.ByteBuffer;

/** Layers for the suites: one that changes nothing, one that changes each byte, one that shakes hands. */
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

    /** Both ends say a word first; a wrong one is a fault. */
    public static final class Handshake extends Layer {
        private static final int WORD_BYTES = 5;

        private final Bytes says;
        private final Bytes expects;
        private final ByteQueue early = new ByteQueue();
        private boolean done;

        /** Says hello, and wants to hear it. */
        public Handshake() {
            this("hello", "hello");
        }

        /** Says one word of five letters and wants another. */
        public Handshake(String says, String expects) {
            this.says = Bytes.utf8(says);
            this.expects = Bytes.utf8(expects);
        }

        @Override
        public void connectionMade() {
            below().write(says.asReadOnlyBuffer());
        }

        @Override
        public void dataReceived(ByteBuffer data) {
            if (done) {
                above().dataReceived(data);
                return;
            }
            early.add(data);
            if (early.length() < WORD_BYTES) {
                return;
            }
            Bytes word = early.take(WORD_BYTES);
            if (!word.equals(expects)) {
                below().abort(new WrongWord("heard " + word + ", wanted " + expects));
                return;
            }
            done = true;
            above().connectionMade();
            Bytes rest = early.takeAll();
            if (!rest.isEmpty()) {
                above().dataReceived(rest.asReadOnlyBuffer());
            }
        }
    }

    /** A handshake heard the wrong word. */
    public static final class WrongWord extends RuntimeException {
        private static final long serialVersionUID = 1;

        WrongWord(String message) {
            super(message);
        }
    }
}
