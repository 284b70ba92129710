package dev.sennit.protocol.example;

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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FingerQueryTest extends DecoderContract {
    @Override
    protected List<DecoderRow> rows() {
        return List.of(
                row("everybody", "\r\n").gives(new FingerQuery(false, "", "")),
                row("one user", "alice\r\n").gives(new FingerQuery(false, "alice", "")),
                row("everybody, verbose", "/W\r\n").gives(new FingerQuery(true, "", "")),
                row("one user, verbose", "/W  alice\r\n").gives(new FingerQuery(true, "alice", "")),
                row("a small w", "/w alice\r\n").gives(new FingerQuery(true, "alice", "")),
                row("a name that begins with /W", "/Walter\r\n").gives(new FingerQuery(false, "/Walter", "")),
                row("another host", "alice@host\r\n").gives(new FingerQuery(false, "alice", "@host")),
                row("by way of a host", "@relay@host\r\n").gives(new FingerQuery(false, "", "@relay@host")),
                row("a line feed alone", "alice\n").gives(new FingerQuery(false, "alice", "")),
                row("two queries", "a\r\nb\r\n")
                        .gives(new FingerQuery(false, "a", ""), new FingerQuery(false, "b", "")),
                row("half a query", "alice").leaves(Bytes.ascii("alice")),
                row("two users", "alice bob\r\n").thenFails(PeerViolationException.class),
                row("a host without a name", "alice@\r\n").thenFails(PeerViolationException.class),
                row("a control character", "alice\7\r\n").thenFails(PeerViolationException.class),
                row("a letter that is not ASCII", "\u00e9\r\n").thenFails(PeerViolationException.class),
                row("513 bytes", "a".repeat(513) + "\r\n").thenFails(LimitExceededException.class));
    }

    @Override
    protected List<Flood> floods() {
        return List.of(new Flood("a name without end", () -> FingerQuery::decode, Bytes.ascii("a"), 515));
    }

    @Override
    protected Drip drip() {
        return new Drip(() -> FingerQuery::decode, Bytes.ascii(("a".repeat(510) + "\r\n").repeat(2048)), 5);
    }

    @Override
    protected List<Endless> endless() {
        return List.of(new Endless("queries", () -> FingerQuery::decode, Bytes.ascii("/W alice@host\r\n"), 14));
    }

    @Override
    protected Bytes alphabet() {
        return Bytes.ascii("/W a@\r\n\n");
    }

    @Test
    void whatIsEncodedDecodesAsItself() {
        for (String user : List.of("", "alice")) {
            for (String hosts : List.of("", "@host", "@relay@host")) {
                for (boolean isVerbose : new boolean[] {false, true}) {
                    FingerQuery query = new FingerQuery(isVerbose, user, hosts);
                    assertEquals(query, decoded(query.encode()));
                }
            }
        }
    }

    @Test
    void anErrorShowsTheQueryAndNamesTheRule() {
        PeerViolationException failure =
                assertThrows(PeerViolationException.class, () -> decoded(Bytes.ascii("alice bob\r\n")));
        assertEquals("\"alice bob\" is not a query (RFC 1288, section 2.3)", failure.getMessage());
    }

    private static @Nullable FingerQuery decoded(Bytes bytes) {
        ByteBuffer data = bytes.asReadOnlyBuffer();
        return new DecoderInput().next(FingerQuery::decode, data);
    }

    private static DecoderRow row(String name, String input) {
        return DecoderRow.of(name, () -> FingerQuery::decode, Bytes.latin1(input));
    }
}
