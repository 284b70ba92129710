package dev.sennit.transport.contract;

import dev.sennit.transport.Layer;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;
import java.nio.ByteBuffer;

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

    /**
     * Both ends say a word first; a wrong one is a fault. What is written meanwhile waits, and counts against the marks of
     * what is below.
     */
    public static final class Handshake extends Layer {
        private static final int WORD_BYTES = 5;

        private final Bytes says;
        private final Bytes expects;
        private final ByteQueue received = new ByteQueue();
        private final ByteQueue kept = new ByteQueue();
        private boolean held;
        private volatile boolean heard;
        private volatile boolean done;
        private boolean overMark;
        private boolean belowOverMark;
        private Runnable ending = () -> {};

        /** Says hello, and wants to hear it. */
        public Handshake() {
            this("hello", "hello");
        }

        /** Says one word of five letters and wants another. */
        public Handshake(String says, String expects) {
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

        /** Whether what is above may talk. */
        public boolean isDone() {
            return done;
        }

        /** Is done now, if it has heard its word. On the loop. */
        public void letGo() {
            held = false;
            finish();
        }

        /** Finds a fault of its own. On the loop. */
        public void giveUp(Throwable cause) {
            below().abort(cause);
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
            received.add(data);
            holds(kept.length(), received.length());
            if (heard || received.length() < WORD_BYTES) {
                return;
            }
            Bytes word = received.take(WORD_BYTES);
            if (!word.equals(expects)) {
                below().abort(new WrongWord("heard " + word + ", wanted " + expects));
                return;
            }
            heard = true;
            finish();
        }

        @Override
        public void write(ByteBuffer data) {
            if (done) {
                below().write(data);
                return;
            }
            kept.add(data);
            holds(kept.length(), received.length());
            if (!overMark
                    && kept.length()
                            > below().feature(WaterMarks.class)
                                    .orElse(WaterMarks.DEFAULT)
                                    .highBytes()) {
                overMark = true;
                tellPressure(belowOverMark);
            }
        }

        @Override
        public void close() {
            if (done || kept.isEmpty()) {
                below().close();
            } else {
                ending = () -> below().close();
            }
        }

        @Override
        public void endOutput() {
            if (done) {
                below().endOutput();
            } else {
                ending = () -> below().endOutput();
            }
        }

        @Override
        public boolean writePaused() {
            boolean before = overMark || belowOverMark;
            belowOverMark = true;
            tellPressure(before);
            return true;
        }

        @Override
        public void writeResumed() {
            belowOverMark = false;
            tellPressure(true);
        }

        private void finish() {
            if (held || !heard || done) {
                return;
            }
            done = true;
            Bytes early = kept.takeAll();
            holds(0, received.length());
            if (!early.isEmpty()) {
                below().write(early.asReadOnlyBuffer());
            }
            if (overMark) {
                overMark = false;
                tellPressure(true);
            }
            above().connectionMade();
            ending.run();
            Bytes rest = received.takeAll();
            holds(0, 0);
            if (!rest.isEmpty()) {
                above().dataReceived(rest.asReadOnlyBuffer());
            }
        }

        private void tellPressure(boolean before) {
            boolean now = overMark || belowOverMark;
            if (now && !before) {
                above().writePaused();
            } else if (before && !now) {
                above().writeResumed();
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
