package dev.sennit.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.protocol.line.LineDecoder;
import dev.sennit.testing.RecordingTransport;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Layer;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.LimitExceededException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A protocol of several forms, and what becomes of the bytes at each border between them. */
class MixedProtocolTest {
    private static final int EVENTS = 20_000;

    /**
     * Reads commands, which are lines, and does as they say.
     *
     * <pre>
     *   BODY 5      five bytes of any kind follow, then the next command
     *   FRAMES      from the next byte on, frames of two bytes of length and so many of content; an empty one ends them
     *   CIPHER      from the next byte on, everything is inverted, both ways
     *   ECHO        from the next byte on, everything is sent back
     *   PAUSE       stops reading
     * </pre>
     */
    private static final class Mixed extends EventReceiver<Bytes> {
        private static final Limit FRAME = new Limit("frame length in bytes", 1000);

        final List<String> heard = new ArrayList<>();
        private final LineDecoder commands = new LineDecoder();
        private boolean inside;

        Mixed(Transport transport) {
            super(transport, new LineDecoder());
        }

        @Override
        protected void eventReceived(Bytes command) {
            assertFalse(inside, "called from inside a handler");
            inside = true;
            String text = command.toLatin1();
            heard.add(text);
            switch (text.replaceFirst(" .*", "")) {
                case "BODY" -> readBody(Integer.parseInt(text.substring(5)));
                case "FRAMES" -> input().read(Mixed::frame, this::frameReceived);
                case "CIPHER" -> input().pushLayer(new Inverting());
                case "ECHO" -> input().replaceProtocol(Echo::new);
                case "PAUSE" -> transport().pauseReading();
                case "CLOSE" -> transport().close();
                default -> transport().write(command);
            }
            inside = false;
        }

        private void readBody(int length) {
            if (length > 0) {
                RawDecoder body = new RawDecoder(length);
                input().read(body, piece -> bodyReceived(body, piece));
            }
        }

        private void bodyReceived(RawDecoder body, ByteBuffer piece) {
            heard.add("<" + Bytes.copyOf(piece).toLatin1() + ">");
            if (body.isDone()) {
                input().read(commands, this::eventReceived);
            }
        }

        private void frameReceived(Bytes frame) {
            heard.add("[" + frame.toLatin1() + "]");
            if (frame.isEmpty()) {
                input().read(commands, this::eventReceived);
            }
        }

        private static @Nullable Bytes frame(DecoderInput input) {
            if (!input.has(2)) {
                return null;
            }
            int length = input.unsignedShortAt(0);
            FRAME.check(length);
            if (!input.has(2 + length)) {
                return null;
            }
            input.skip(2);
            return input.take(length);
        }
    }

    private static final class Inverting extends Layer {
        @Override
        public void dataReceived(ByteBuffer data) {
            above().dataReceived(inverted(data));
        }

        @Override
        public void write(ByteBuffer data) {
            below().write(inverted(data));
        }

        private static ByteBuffer inverted(ByteBuffer data) {
            return invert(Bytes.copyOf(data)).asReadOnlyBuffer();
        }
    }

    private record Echo(Transport transport) implements Protocol {
        @Override
        public void dataReceived(ByteBuffer data) {
            transport.write(data);
        }
    }

    private final RecordingTransport<Mixed> wire = RecordingTransport.with(Mixed::new);

    @Test
    void changesFormAtAnyByteForEveryPacketSize() {
        Bytes input = Bytes.latin1(
                "hello\r\nBODY 9\r\none\r\ntwo!BODY 0\r\nFRAMES\r\n\0\3abc\0\2\r\n\0\0bye\r\nBODY 3\r\nxyzlast");
        for (int size = 1; size <= input.length(); size++) {
            RecordingTransport<Mixed> one = RecordingTransport.with(Mixed::new);
            one.receiveInPieces(size, input);
            one.endInput();
            String heard = one.protocol().heard.stream()
                    .collect(Collectors.joining(","))
                    .replace(">,<", "");
            assertEquals(
                    "hello,BODY 9,<one\r\ntwo!>,BODY 0,FRAMES,[abc],[\r\n],[],bye,BODY 3,<xyz>,last",
                    heard,
                    "packets of " + size);
        }
    }

    @Test
    void aLayerPushedInTheMiddleGetsTheRest() {
        wire.receive(Bytes.ascii("CIPHER\r\n").plus(invert(Bytes.ascii("hello\r\nBODY 2\r\nx"))));
        wire.receive(invert(Bytes.ascii("yhi\r\n")));
        assertEquals(List.of("CIPHER", "hello", "BODY 2", "<x>", "<y>", "hi"), wire.protocol().heard);
        assertEquals(invert(Bytes.ascii("hellohi")), wire.written());
    }

    @Test
    void aProtocolThatReplacesThisOneGetsTheRest() {
        Mixed first = wire.protocol();
        wire.receive("one\r\nECHO\r\ntwo\r\nBODY 2\r\n");
        wire.receive("three");
        assertEquals(List.of("one", "ECHO"), first.heard);
        assertEquals(Bytes.ascii("onetwo\r\nBODY 2\r\nthree"), wire.written());
    }

    @Test
    void stopsWherePausedAndGoesOnWithAnotherDecoder() {
        Mixed mixed = wire.protocol();
        wire.receive("PAUSE\r\n\0\1x\0\0BODY 1\r\ny");
        assertEquals(List.of("PAUSE"), mixed.heard);
        mixed.input().read(Mixed::frame, mixed::frameReceived);
        wire.transport().resumeReading();
        wire.receive("end\r\n");
        assertEquals(List.of("PAUSE", "[x]", "[]", "BODY 1", "<y>", "end"), mixed.heard);
    }

    @Test
    void deliversNothingAfterClosing() {
        wire.receive("one\r\nCLOSE\r\ntwo\r\n");
        assertEquals(List.of("one", "CLOSE"), wire.protocol().heard);
        assertTrue(wire.isClosed());
    }

    @Test
    void whatADecoderRefusesAbortsTheConnection() {
        wire.receive("FRAMES\r\n\7\0");
        CloseReason reason = Objects.requireNonNull(wire.lostReason());
        Throwable cause = assertInstanceOf(CloseReason.Broken.class, reason).cause();
        assertEquals("frame length in bytes over the limit of 1000", cause.getMessage());
        assertInstanceOf(LimitExceededException.class, cause);
    }

    /** Pauses after each line, as a protocol does that answers one request before it reads the next. */
    private static final class OneByOne extends EventReceiver<Bytes> {
        int lines;

        OneByOne(Transport transport) {
            super(transport, new LineDecoder());
        }

        @Override
        protected void eventReceived(Bytes line) {
            lines++;
            transport().pauseReading();
            transport().loop().execute(transport()::resumeReading);
        }
    }

    @Test
    void pausingAfterEachEventKeepsEachByteOnce() {
        RecordingTransport<OneByOne> one = RecordingTransport.with(OneByOne::new);
        Bytes input = Bytes.ascii("0123456789\r\n".repeat(EVENTS));
        long before = allocatedBytes();
        one.receive(input);
        long each = (allocatedBytes() - before) / EVENTS;
        assertEquals(EVENTS, one.protocol().lines);
        assertTrue(each < 2_000, each + " bytes allocated for each line: the rest was copied again and again");
    }

    /** Gets all bytes one by one, but only when the input has ended; and does as one of them says. */
    private static final class AtTheEnd extends EventReceiver<Bytes> {
        final List<String> heard = new ArrayList<>();

        AtTheEnd(Transport transport) {
            super(transport, new Decoder<Bytes>() {
                @Override
                public @Nullable Bytes decode(DecoderInput input) {
                    return null;
                }

                @Override
                public @Nullable Bytes decodeLast(DecoderInput input) {
                    return input.has(1) ? input.take(1) : null;
                }
            });
        }

        @Override
        protected void eventReceived(Bytes event) {
            heard.add(event.toLatin1());
            if (event.equals(Bytes.ascii("R"))) {
                input().replaceProtocol(Echo::new);
            } else if (event.equals(Bytes.ascii("T"))) {
                heard.add("rest " + input().takeRest().toLatin1());
            }
        }
    }

    @Test
    void aProtocolThatReplacesThisOneAtTheEndOfInputGetsTheRest() {
        RecordingTransport<AtTheEnd> one = RecordingTransport.with(AtTheEnd::new);
        AtTheEnd first = one.protocol();
        one.receive("abRcd");
        one.endInput();
        assertEquals(List.of("a", "b", "R"), first.heard);
        assertEquals(Bytes.ascii("cd"), one.written());
    }

    @Test
    void whatIsTakenAtTheEndOfInputIsNoEvent() {
        RecordingTransport<AtTheEnd> one = RecordingTransport.with(AtTheEnd::new);
        one.receive("aTbc");
        one.endInput();
        assertEquals(List.of("a", "T", "rest bc"), one.protocol().heard);
    }

    /** Passes on what arrives in a later turn each: bytes, then the end. */
    private static final class Late extends Layer {
        @Override
        public void dataReceived(ByteBuffer data) {
            Bytes copy = Bytes.copyOf(data);
            later(() -> above().dataReceived(copy.asReadOnlyBuffer()));
        }

        @Override
        public boolean inputEnded() {
            later(() -> above().inputEnded());
            return true;
        }

        private void later(Runnable task) {
            loop().execute(() -> loop().execute(() -> loop().execute(task)));
        }
    }

    /** Hears of the end of input with the bytes before it, as TLS does of a close_notify. */
    private static final class EndsAtOnce extends Layer {
        @Override
        public void dataReceived(ByteBuffer data) {
            above().dataReceived(data);
            above().inputEnded();
        }
    }

    /** Pauses or pushes a layer that is late, as a line says. */
    private static final class PushesLate extends EventReceiver<Bytes> {
        final List<String> heard = new ArrayList<>();

        PushesLate(Transport transport) {
            super(transport, new LineDecoder());
        }

        @Override
        protected void eventReceived(Bytes line) {
            heard.add(line.toLatin1());
            if (line.equals(Bytes.ascii("pause"))) {
                transport().pauseReading();
            } else if (line.equals(Bytes.ascii("push"))) {
                input().pushLayer(new Late());
            }
        }

        @Override
        public boolean inputEnded() {
            super.inputEnded();
            heard.add("end");
            return false;
        }
    }

    @Test
    void anEndThatWasKeptReachesTheProtocolThroughTheLayerPushedBeforeIt() {
        ProtocolFactory<PushesLate> factory = PushesLate::new;
        RecordingTransport<PushesLate> one = RecordingTransport.with(factory.through(EndsAtOnce::new));
        one.receive("pause\r\npush\r\ntwo\r\n");
        one.transport().resumeReading();
        one.written();
        assertEquals(List.of("pause", "push", "two", "end"), one.protocol().heard);
    }

    /** Forgets to read. */
    private static final class Deaf implements Protocol {
        long bytes;

        Deaf(Transport transport) {}

        @Override
        public void dataReceived(ByteBuffer data) {
            bytes += data.remaining();
        }
    }

    @Test
    void aProtocolThatForgetsToReadGetsNoByteTwiceAndKeepsNone() {
        RecordingTransport<Deaf> deaf = RecordingTransport.with(Deaf::new);
        deaf.receive("one");
        deaf.receive("two");
        assertEquals(6, deaf.protocol().bytes);
        deaf.reset();
        assertEquals(0, Objects.requireNonNull(deaf.lostReason()).ending().unusedBytes());
    }

    private static long allocatedBytes() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private static Bytes invert(Bytes bytes) {
        byte[] inverted = bytes.toByteArray();
        for (int i = 0; i < inverted.length; i++) {
            inverted[i] = (byte) ~inverted[i];
        }
        return Bytes.copyOf(inverted);
    }
}
