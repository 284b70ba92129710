package dev.sennit.protocol.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.testing.ExpectedLog;
import dev.sennit.transport.CloseReason;
import dev.sennit.transport.Transport;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.LimitExceededException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LineReceiverTest {
    @RegisterExtension
    final ExpectedLog log = new ExpectedLog();

    private final FakeTransport wire = new FakeTransport();
    private final Recorder recorder = wire.connect(transport -> new Recorder(transport, 64));

    /** Does what a line says, and notes what it was told. */
    private static final class Recorder extends LineReceiver {
        final List<String> told = new ArrayList<>();
        boolean tolerant;
        int rawLeft;
        private boolean inside;

        Recorder(Transport transport, int limitBytes) {
            super(transport, LineDecoder.CR_LF, limitBytes);
        }

        Recorder(Transport transport, LineEnd end, LastLine lastLine, int limitBytes) {
            super(transport, end, lastLine, limitBytes);
        }

        @Override
        protected void lineReceived(Bytes line) {
            assertFalse(inside, "called from inside a callback");
            inside = true;
            String text = line.toLatin1();
            told.add(text);
            switch (text.replaceAll("\\d", "")) {
                case "pause" -> transport().pauseReading();
                case "blink" -> {
                    transport().pauseReading();
                    transport().resumeReading();
                }
                case "close" -> transport().close();
                case "abort" -> transport().abort();
                case "throw" -> {
                    inside = false;
                    throw new IllegalStateException("thrown by a callback");
                }
                case "take" -> told.add("took " + takeBuffered().toLatin1());
                case "again" -> lineMode(Bytes.ascii("extra\r\n"));
                case "echo" -> sendLine(line);
                case "raw" -> {
                    rawLeft = Integer.parseInt(text.substring(3));
                    rawMode();
                }
                default -> {}
            }
            inside = false;
        }

        @Override
        protected void rawDataReceived(ByteBuffer data) {
            assertFalse(inside, "called from inside a callback");
            inside = true;
            assertTrue(data.isReadOnly());
            Bytes all = Bytes.copyOf(data);
            Bytes mine = all.slice(0, Math.min(rawLeft, all.length()));
            rawLeft -= mine.length();
            told.add("<" + mine.toLatin1() + ">");
            if (mine.indexOf((byte) '!', 0) >= 0) {
                transport().pauseReading();
            }
            if (rawLeft == 0) {
                data.position(data.position() + mine.length());
                lineMode(data);
            }
            inside = false;
        }

        @Override
        protected void lineLimitExceeded(LimitExceededException fault, Bytes buffered) {
            told.add("over " + fault.limit() + ": " + buffered.toLatin1());
            if (!tolerant) {
                super.lineLimitExceeded(fault, buffered);
            }
        }

        void resume() {
            transport().resumeReading();
        }

        void pause() {
            transport().pauseReading();
        }

        void lines(String extra) {
            lineMode(Bytes.ascii(extra));
        }

        void raw(int bytes) {
            rawLeft = bytes;
            rawMode();
        }

        void send(String line) {
            sendLine(line);
        }
    }

    private void arriveAndRun(String data) {
        wire.arrive(data);
        wire.run();
    }

    private void assertTold(String... told) {
        assertEquals(List.of(told), recorder.told);
    }

    @Test
    void switchesModesAtAnyByteForEveryPacketSize() {
        String input = "one\r\nraw5\r\nab\r\n!two\r\nraw1\r\nxraw2\r\n\r\n\r\nthree\r\nblink\r\nfour\r\npart";
        for (int size = 1; size <= input.length(); size++) {
            FakeTransport transport = new FakeTransport();
            Recorder one = transport.connect(end -> new Recorder(end, 16));
            for (int from = 0; from < input.length(); from += size) {
                transport.arrive(input.substring(from, Math.min(input.length(), from + size)));
            }
            transport.run();
            one.resume();
            transport.run();
            String told = String.join(",", one.told).replace(">,<", "");
            assertEquals("one,raw5,<ab\r\n!>,two,raw1,<x>,raw2,<\r\n>,,three,blink,four", told, "packets of " + size);
        }
    }

    private static Recorder recorder(FakeTransport wire, LineEnd end, LastLine lastLine) {
        return wire.connect(transport -> new Recorder(transport, end, lastLine, 64));
    }

    @Test
    void takesEitherEndAndSendsCrLf() {
        FakeTransport transport = new FakeTransport();
        Recorder either = recorder(transport, LineEnd.EITHER, LastLine.REPORTED);
        transport.arrive("one\r\ntwo\n\r\necho\n");
        transport.run();
        assertEquals(List.of("one", "two", "", "echo"), either.told);
        assertEquals(Bytes.ascii("echo\r\n"), transport.written.takeAll());
        assertThrows(IllegalArgumentException.class, () -> either.send("a\nb"));
    }

    @Test
    void sendsWhatItsEndSays() {
        FakeTransport transport = new FakeTransport();
        Recorder lines = recorder(transport, LineEnd.LF, LastLine.REPORTED);
        lines.send("a\r");
        assertEquals(Bytes.ascii("a\r\n"), transport.written.takeAll());
        assertThrows(IllegalArgumentException.class, () -> lines.send("a\n"));
    }

    @Test
    void reportsALastLineWithoutItsEnd() {
        arriveAndRun("one\r\ntwo");
        wire.endInput();
        assertTrue(wire.ended, "an end of input closes");
        assertTold("one", "two");
        wire.lose();
        assertFalse(wire.reason.orElseThrow().toString().contains("not used"), wire.reason::toString);
    }

    @Test
    void dropsALastLineIfItIsToldToAndTheCloseReasonCountsIt() {
        FakeTransport transport = new FakeTransport();
        Recorder dropping = recorder(transport, LineEnd.CR_LF, LastLine.DROPPED);
        transport.arrive("one\r\ntwo\r");
        transport.run();
        transport.endInput();
        assertTrue(transport.ended, "an end of input closes");
        transport.lose();
        assertEquals(List.of("one"), dropping.told);
        CloseReason reason = transport.reason.orElseThrow();
        assertEquals(4, reason.ending().unusedBytes());
        assertTrue(reason.toString().endsWith(", 4 bytes not used"), reason::toString);
    }

    @Test
    void aConnectionThatBreaksReportsNoLineAndTheCloseReasonCountsIt() {
        arriveAndRun("one\r\nt");
        wire.lose();
        assertTold("one");
        assertTrue(wire.reason.orElseThrow().toString().endsWith(", 1 byte not used"), wire.reason::toString);
    }

    @Test
    void whatWasKeptWhileReadingWasPausedIsCountedToo() {
        arriveAndRun("pause\r\ntwo\r\nt");
        wire.lose();
        assertEquals(6, wire.reason.orElseThrow().ending().unusedBytes());
    }

    @Test
    void aLastLineOverTheLimitIsAFault() {
        arriveAndRun("x".repeat(65));
        wire.endInput();
        assertEquals("over 64: " + "x".repeat(65), recorder.told.get(0));
        assertInstanceOf(LimitExceededException.class, wire.abortedBy.orElseThrow());
    }

    @Test
    void theEndInRawModeReportsNoLine() {
        arriveAndRun("raw3\r\nab");
        wire.endInput();
        assertTrue(wire.ended, "an end of input closes");
        assertTold("raw3", "<ab>");
    }

    @Test
    void stopsInTheMiddleWhenPausedAndGoesOnInOrder() {
        wire.arrive("one\r\npause\r\ntwo\r\n");
        wire.arrive("three\r\n");
        wire.run();
        assertTold("one", "pause");
        recorder.resume();
        assertTold("one", "pause");
        wire.run();
        assertTold("one", "pause", "two", "three");
    }

    @Test
    void keepsOnePauseForManyAndDoesNotMindAResumeTooMany() {
        arriveAndRun("pause\r\npause2\r\none\r\n");
        recorder.pause();
        recorder.resume();
        wire.run();
        recorder.resume();
        recorder.resume();
        wire.run();
        assertTold("pause", "pause2", "one");
        assertFalse(wire.readingPaused);
    }

    @Test
    void deliversNothingWhenPausedAgainBeforeItWentOn() {
        arriveAndRun("pause\r\none\r\n");
        recorder.resume();
        recorder.pause();
        wire.run();
        assertTold("pause");
        assertTrue(wire.readingPaused);
    }

    @Test
    void readsNothingNewWhileLinesAreHeld() {
        wire.arrive("pause1\r\npause2\r\npause3\r\n");
        wire.arrive("four\r\n");
        wire.run();
        recorder.resume();
        assertTrue(wire.readingPaused);
        wire.run();
        recorder.resume();
        wire.run();
        assertTold("pause1", "pause2", "pause3");
        assertEquals(1, wire.arriving.size());
        recorder.resume();
        wire.run();
        assertTold("pause1", "pause2", "pause3", "four");
    }

    @Test
    void pausesAndGoesOnWithRawData() {
        wire.arrive("raw6\r\nab!");
        wire.arrive("cde\r\n");
        wire.run();
        assertTold("raw6", "<ab!>");
        recorder.resume();
        wire.run();
        assertEquals("<cde>", recorder.told.get(2));
    }

    @Test
    void holdsLinesWhileTooMuchWaitsToBeSent() {
        wire.highMark = 10;
        wire.arrive("echo1\r\necho2\r\necho3\r\necho4\r\n");
        wire.arrive("five\r\n");
        wire.run();
        assertTold("echo1", "echo2");
        wire.peerReads();
        assertTold("echo1", "echo2");
        wire.run();
        assertTold("echo1", "echo2", "echo3", "echo4");
        wire.peerReads();
        wire.run();
        assertTold("echo1", "echo2", "echo3", "echo4", "five");
    }

    @Test
    void deliversNothingAfterClosing() {
        arriveAndRun("one\r\nclose\r\ntwo\r\n");
        assertTold("one", "close");
        recorder.resume();
        recorder.lines("three\r\n");
        wire.run();
        assertTold("one", "close");
        assertTrue(wire.ended);
    }

    @Test
    void deliversNothingAfterAborting() {
        arriveAndRun("abort\r\ntwo\r\n");
        assertTold("abort");
        assertTrue(wire.ended);
    }

    @Test
    void deliversNothingAfterTheConnectionIsLost() {
        arriveAndRun("pause\r\ntwo\r\n");
        wire.lose();
        recorder.resume();
        wire.run();
        assertTold("pause");
    }

    @Test
    void goesOnOverTheMarkIfTheProtocolSaysSo() {
        FakeTransport transport = new FakeTransport();
        transport.highMark = 3;
        transport.connect(end -> new LineReceiver(end) {
            @Override
            protected void lineReceived(Bytes line) {
                sendLine(line);
            }

            @Override
            public boolean writePaused() {
                return true;
            }
        });
        transport.arrive("one\r\ntwo\r\n");
        transport.run();
        assertFalse(transport.readingPaused);
        assertEquals(Bytes.ascii("one\r\ntwo\r\n"), transport.written.takeAll());
    }

    @Test
    void abortsWithTheLimitAsTheCause() {
        arriveAndRun("one\r\n" + "x".repeat(65) + "\r\ntwo\r\n");
        assertTold("one", "over 64: " + "x".repeat(65) + "\r\ntwo\r\n");
        assertInstanceOf(LimitExceededException.class, wire.abortedBy.orElseThrow());
    }

    @Test
    void goesOnAfterALineOverTheLimitIfItsProtocolLikes() {
        recorder.tolerant = true;
        wire.arrive("x".repeat(64) + "\r");
        wire.arrive("\n" + "y".repeat(66));
        wire.arrive("two\r\n");
        wire.arrive("z".repeat(70));
        wire.arrive("three\r\n");
        wire.run();
        assertTold("x".repeat(64), "over 64: " + "y".repeat(66), "two", "over 64: " + "z".repeat(70), "three");
        assertFalse(wire.ended);
    }

    @Test
    void doesNotGrowTheStackHoweverOftenItSwitchesOrPauses() {
        int times = 50_000;
        StringBuilder input = new StringBuilder();
        IntStream.range(0, times).forEach(i -> input.append("raw1\r\nxblink\r\nagain\r\n"));
        // Extra bytes come first each time, so a long rest behind them would be moved each time: cut it up.
        for (int from = 0; from < input.length(); from += 1_000) {
            wire.arrive(input.substring(from, Math.min(input.length(), from + 1_000)));
        }
        wire.run();
        assertEquals(5 * times, recorder.told.size());
    }

    @Test
    void takesModesFromOutsideACallback() {
        recorder.raw(3);
        arriveAndRun("abc");
        recorder.raw(2);
        recorder.lines("one\r\ntw");
        assertTold("<abc>");
        assertTrue(wire.readingPaused, "something newer may be read before what is held is delivered");
        arriveAndRun("o\r\n");
        assertTold("<abc>", "one", "two");
    }

    @Test
    void putsExtraBytesBeforeWhatIsHeld() {
        arriveAndRun("again\r\ntwo\r\n");
        assertTold("again", "extra", "two");
    }

    @Test
    void givesUpWhatIsBuffered() {
        arriveAndRun("take\r\ntwo\r\nthr");
        assertTold("take", "took two\r\nthr");
        arriveAndRun("four\r\n");
        assertEquals("four", recorder.told.get(2));
    }

    @Test
    void deliversNothingAfterACallbackThrew() {
        log.expect("thrown by a callback");
        arriveAndRun("throw\r\ntwo\r\n");
        recorder.lines("three\r\n");
        arriveAndRun("four\r\n");
        assertTold("throw");
        assertEquals("thrown by a callback", wire.abortedBy.orElseThrow().getMessage());
    }

    @Test
    void abortsWhenACallbackThrowsAfterAPause() {
        log.expect("thrown by a callback");
        arriveAndRun("pause\r\nthrow\r\ntwo\r\n");
        recorder.resume();
        wire.run();
        assertTold("pause", "throw");
        assertEquals("thrown by a callback", wire.abortedBy.orElseThrow().getMessage());
    }

    @Test
    void pausesAndResumesFromOtherThreadsThroughTheLoop() {
        wire.onLoop = false;
        recorder.pause();
        assertFalse(wire.readingPaused);
        wire.onLoop = true;
        wire.run();
        assertTrue(wire.readingPaused);
        wire.onLoop = false;
        recorder.resume();
        wire.onLoop = true;
        arriveAndRun("one\r\n");
        assertTold("one");
    }

    @Test
    void sendsALineAndItsDelimiterInOneWrite() {
        recorder.send("caf\u00e9");
        assertEquals(Bytes.utf8("caf\u00e9\r\n"), wire.written.takeAll());
    }

    @Test
    void refusesToSendALineThatThePeerWouldSeeAsTwo() {
        assertThrows(IllegalArgumentException.class, () -> recorder.send("a\r\nb"));
        FakeTransport other = new FakeTransport();
        LineReceiver bars = other.connect(end -> new LineReceiver(end, Bytes.ascii("||"), 10) {
            @Override
            protected void lineReceived(Bytes line) {
                sendLine(line);
            }
        });
        assertThrows(IllegalArgumentException.class, () -> bars.lineReceived(Bytes.ascii("a|")));
        assertTrue(wire.written.isEmpty());
        assertTrue(other.written.isEmpty());
        recorder.send("a\r");
        assertEquals(Bytes.ascii("a\r\r\n"), wire.written.takeAll());
    }

    @Test
    void needsRawDataReceivedForRawMode() {
        log.expect("has no rawDataReceived, but is in raw mode");
        FakeTransport transport = new FakeTransport();
        transport.connect(end -> new LineReceiver(end) {
            @Override
            protected void lineReceived(Bytes line) {
                rawMode();
            }
        });
        transport.arrive("go\r\nraw");
        transport.run();
        assertInstanceOf(UnsupportedOperationException.class, transport.abortedBy.orElseThrow());
    }
}
