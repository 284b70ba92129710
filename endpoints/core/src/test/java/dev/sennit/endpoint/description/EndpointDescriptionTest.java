package dev.sennit.endpoint.description;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A description is a value, and its string is its second spelling. */
class EndpointDescriptionTest {

    @Test
    void everyDescriptionSurvivesItsString() {
        long seed = System.nanoTime();
        RandomText random = new RandomText(seed);
        for (int i = 0; i < 100_000; i++) {
            EndpointDescription description = random.nextDescription();
            String text = description.format();
            assertEquals(description, EndpointDescription.parse(text), () -> "seed " + seed + ": " + text);
        }
    }

    @Test
    void formatPicksTheMostReadableSpelling() {
        EndpointDescription tcp = EndpointDescription.of("TCP");

        assertEquals("tcp", tcp.format());
        assertEquals("tcp:", tcp.with("").format());
        assertEquals("tcp:a b", tcp.with("a b").format());
        assertEquals("tcp:host[1]", tcp.with("host[1]").format());
        assertEquals("tcp:[::1]", tcp.with("::1").format());
        assertEquals("tcp:[[::1]]", tcp.with("[::1]").format());
        assertEquals("tcp:[a=b]", tcp.with("a=b").format());
        assertEquals("tcp:n=a=b", tcp.with("n", "a=b").format());
        assertEquals("tcp:[C:\\]", tcp.with("C:\\").format());
        assertEquals("tcp:\\]\\:\\\\\\[", tcp.with("]:\\[").format());
        assertEquals("tcp:\\[\\=", tcp.with("[=").format());
    }

    @Test
    void argumentsAreFoundByPositionAndName() {
        EndpointDescription description = EndpointDescription.parse("x:a:n=1:b:n=2");

        assertEquals(List.of("a", "b"), description.positional());
        assertEquals(Optional.of("1"), description.named("n"));
        assertEquals(Optional.empty(), description.named(""));
    }

    @Test
    void toStringHidesWhatItsNameMarksAsSecretAtAnyDepth() {
        EndpointDescription inner =
                EndpointDescription.of("socks5").with("keyPassword", "hunter2").with("user", "bob");
        EndpointDescription outer = EndpointDescription.of("tcp")
                .with("via", inner.format())
                .with("token", "a:b")
                .with("x", "y");

        assertEquals("tcp:via=[socks5:keyPassword=***:user=bob]:token=***:x=y", outer.toString());
        assertEquals("token=***", outer.arguments().get(1).toString());
        assertFalse(ParsedDescription.parse(outer.format()).parts().toString().contains("hunter2"));
        assertTrue(outer.format().contains("hunter2"));
    }

    @Test
    void refusesWhatCouldNotBeReadBack() {
        assertThrows(IllegalArgumentException.class, () -> EndpointDescription.of(""));
        assertThrows(IllegalArgumentException.class, () -> EndpointDescription.of(" tcp"));
        EndpointDescription tcp = EndpointDescription.of("tcp");
        assertThrows(IllegalArgumentException.class, () -> tcp.with("", "x"));
        assertThrows(IllegalArgumentException.class, () -> tcp.with("a=b", "x"));
    }
}
