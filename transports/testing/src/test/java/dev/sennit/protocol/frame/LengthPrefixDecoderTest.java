package dev.sennit.protocol.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sennit.protocol.DecoderInput;
import dev.sennit.protocol.contract.DecoderContract;
import dev.sennit.protocol.contract.DecoderRow;
import dev.sennit.transport.bytes.Bytes;
import dev.sennit.transport.error.LimitExceededException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LengthPrefixDecoderTest extends DecoderContract {
    private static final int MEBIBYTE = 1 << 20;

    @Override
    protected List<DecoderRow> rows() {
        return List.of(
                row("one byte", LengthPrefix.INT8, "02" + "6162" + "00" + "01" + "63")
                        .gives(Bytes.ascii("ab"), Bytes.EMPTY, Bytes.ascii("c")),
                row("two bytes", LengthPrefix.INT16, "0002" + "6162" + "0000").gives(Bytes.ascii("ab"), Bytes.EMPTY),
                row("four bytes", LengthPrefix.INT32, "00000002" + "6162").gives(Bytes.ascii("ab")),
                row("two bytes, the least first", LengthPrefix.INT16_LITTLE_ENDIAN, "0200" + "6162")
                        .gives(Bytes.ascii("ab")),
                row("four bytes, the least first", LengthPrefix.INT32_LITTLE_ENDIAN, "02000000" + "6162")
                        .gives(Bytes.ascii("ab")),
                row("nothing", LengthPrefix.INT16, ""),
                row("half a length", LengthPrefix.INT16, "00").leaves(Bytes.hex("00")),
                row("a length alone", LengthPrefix.INT16, "0001").leaves(Bytes.hex("0001")),
                row("half a message", LengthPrefix.INT16, "0001" + "61" + "0003" + "6162")
                        .gives(Bytes.ascii("a"))
                        .leaves(Bytes.hex("0003" + "6162")),
                row("a message at the limit", LengthPrefix.INT8, "04" + "61626364")
                        .gives(Bytes.ascii("abcd")),
                row("a message over the limit", LengthPrefix.INT8, "01" + "61" + "05")
                        .gives(Bytes.ascii("a"))
                        .thenFails(LimitExceededException.class),
                row("the greatest length", LengthPrefix.INT32, "ffffffff").thenFails(LimitExceededException.class));
    }

    @Override
    protected List<Flood> floods() {
        return List.of(new Flood(
                "lengths over the default limit",
                () -> new LengthPrefixDecoder(LengthPrefix.INT32),
                Bytes.hex("00010001"),
                4));
    }

    @Override
    protected Drip drip() {
        Bytes message = LengthPrefix.INT32.encode(Bytes.copyOf(new byte[MEBIBYTE]));
        return new Drip(() -> new LengthPrefixDecoder(LengthPrefix.INT32, MEBIBYTE), message, 5);
    }

    @Override
    protected List<Endless> endless() {
        Bytes message = LengthPrefix.INT16.encode(Bytes.ascii("x".repeat(100)));
        return List.of(new Endless("messages", () -> new LengthPrefixDecoder(LengthPrefix.INT16), message, 101));
    }

    @Override
    protected Bytes alphabet() {
        return Bytes.hex("000000010203");
    }

    @Test
    void readsWhatWasEncoded() {
        for (LengthPrefix prefix : LengthPrefix.values()) {
            for (int length : new int[] {0, 1, 255, 256, 65_535, 65_536}) {
                Bytes message = Bytes.copyOf(new byte[length]);
                if (length > prefix.mostBytes()) {
                    assertThrows(IllegalArgumentException.class, () -> prefix.encode(message));
                } else {
                    DecoderInput input = new DecoderInput();
                    Bytes encoded = prefix.encode(message);
                    assertEquals(message, input.next(new LengthPrefixDecoder(prefix), encoded.asReadOnlyBuffer()));
                }
            }
        }
    }

    @Test
    void refusesALimitThatNoArrayHolds() {
        assertThrows(IllegalArgumentException.class, () -> new LengthPrefixDecoder(LengthPrefix.INT32, -1));
        assertThrows(
                IllegalArgumentException.class, () -> new LengthPrefixDecoder(LengthPrefix.INT32, Integer.MAX_VALUE));
    }

    private static DecoderRow row(String name, LengthPrefix prefix, String hex) {
        return DecoderRow.of(name, () -> new LengthPrefixDecoder(prefix, 4), Bytes.hex(hex));
    }
}
