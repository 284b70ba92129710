package dev.sennit.protocol.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sennit.protocol.DecoderInput;
import dev.sennit.protocol.contract.DecoderContract;
import dev.sennit.protocol.contract.DecoderRow;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.LimitExceededException;
import dev.sennit.transport.error.PeerViolationException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetstringDecoderTest extends DecoderContract {
    private static final int MEBIBYTE = 1 << 20;

    @Override
    protected List<DecoderRow> rows() {
        return List.of(
                row("two", "5:hello,3:a,b,").gives(Bytes.ascii("hello"), Bytes.ascii("a,b")),
                row("an empty one", "0:,").gives(Bytes.EMPTY),
                row("ten bytes", "10:0123456789,").gives(Bytes.ascii("0123456789")),
                row("nothing", ""),
                row("half a length", "1:a,1").gives(Bytes.ascii("a")).leaves(Bytes.ascii("1")),
                row("half a content", "2:a").leaves(Bytes.ascii("2:a")),
                row("no comma yet", "2:ab").leaves(Bytes.ascii("2:ab")),
                row("no length", ":,").thenFails(PeerViolationException.class),
                row("a letter", "1:a,x").gives(Bytes.ascii("a")).thenFails(PeerViolationException.class),
                row("a sign", "-1:a,").thenFails(PeerViolationException.class),
                row("a blank", " 1:a,").thenFails(PeerViolationException.class),
                row("a zero in front", "01:a,").thenFails(PeerViolationException.class),
                row("another end", "1:ab").thenFails(PeerViolationException.class),
                row("a content over the limit", "11:").thenFails(LimitExceededException.class),
                row("a length that no int holds", "99999999999").thenFails(LimitExceededException.class));
    }

    @Override
    protected List<Flood> floods() {
        return List.of(new Flood("digits", NetstringDecoder::new, Bytes.ascii("1"), 6));
    }

    @Override
    protected Drip drip() {
        Bytes content = Bytes.copyOf(new byte[MEBIBYTE]);
        return new Drip(() -> new NetstringDecoder(MEBIBYTE), NetstringDecoder.encode(content), 20);
    }

    @Override
    protected List<Endless> endless() {
        return List.of(new Endless("netstrings", NetstringDecoder::new, Bytes.ascii("5:hello,0:,"), 7));
    }

    @Override
    protected Bytes alphabet() {
        return Bytes.ascii("0123::,,a");
    }

    @Test
    void errorsSayWhatWasSeenAndWhatIsRight() {
        assertEquals(
                "a netstring's length has 'G', which is neither a digit nor ':' (netstrings, section 2)",
                problem("GET"));
        assertEquals("a netstring of 1 bytes ends with '\\n', not with ',' (netstrings, section 2)", problem("1:a\n"));
    }

    private static String problem(String text) {
        ByteBuffer data = Bytes.ascii(text).asReadOnlyBuffer();
        return String.valueOf(
                assertThrows(PeerViolationException.class, () -> new DecoderInput().next(new NetstringDecoder(), data))
                        .getMessage());
    }

    private static DecoderRow row(String name, String input) {
        return DecoderRow.of(name, () -> new NetstringDecoder(10), Bytes.ascii(input));
    }
}
