package dev.sennit.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Words and sentences that puzzled readers do not come back into the sources. The field has plain words for all of them. */
class VocabularyTest {
    private static final Path ROOT = Path.of("..");

    /** Names that are gone. Behind each: the word of the field. */
    private static final List<String> NAMES = List.of(
            "Door", // acceptor
            "Resident", // loop member
            "Channelled", // selection handler
            "ClosePatience", // close timeout
            "[a-z]*[pP]atience", // timeout
            "PipeAddress", // stream address
            "WriteMarks", // water marks
            "DatagramFactory", // datagram protocol factory
            "TlsServer", // TLS server config
            "TlsClient", // TLS client config
            "TlsSessions", // resumption settings
            "Identities", // key selector
            "Identity(Files|Folder|Keys|Shelf|Source)", // key files, key source, key manager
            "(Named|Watched)Identities", // named keys, watched keys
            "(No|One)Identity", // certified key
            "ShelfEntry", // certified key and its files
            "NoCheck", // fixed trust
            "TrustJudge", // trust manager
            "TrustFiles", // trust anchors
            "(Client|Server)Machine", // client protocol, server protocol
            "(Client|Server|Peer)Messages", // rules for the peer's messages
            "HandshakeNotes", // handshake context
            "ClearHandshake", // plaintext handshake
            "Way", // route: a connector
            "Leg", // connect request
            "HopConnecting", // connector
            "Passage", // proxy target
            "Outward", // dialer
            "FileCarrier", // file sender
            "moveIn", // add a member
            "moveOut"); // remove a member

    private static final List<String> SENTENCES = List.of(
            "returned a Deferred to go on with",
            "keeps its word",
            "fail faster than they can be told",
            "tells of room",
            "only be a matter of time",
            "would pass for a clean one",
            "heed only the rights of its directory is theirs",
            "Has it told of the loop",
            "know better what they have waited for",
            "as often as strangers like",
            "of one way or another",
            "would be told of for ever",
            "only leads on to another place",
            "Believes (nobody|everybody|whoever|those)",
            "for the caller to judge",
            "Who we are to the peer",
            "Whom (we believe|an engine tells)",
            "has taken it back",
            "idea of what (day|time) it is",
            "speak for it");

    @Test
    void noOldNameIsUsed() throws IOException {
        assertFoundNowhere(Pattern.compile("(?<![\\w.])(" + String.join("|", NAMES) + ")(?!\\w)"));
    }

    @Test
    void noCrypticSentenceIsLeft() throws IOException {
        assertFoundNowhere(Pattern.compile(String.join("|", SENTENCES)));
    }

    private static void assertFoundNowhere(Pattern pattern) throws IOException {
        List<String> found = new ArrayList<>();
        int files = 0;
        for (Path source : sources()) {
            files++;
            Matcher matches = pattern.matcher(Files.readString(source).replaceAll("\\s*\\n\\s*(\\* |// )?", " "));
            while (matches.find()) {
                found.add(source + ": " + matches.group());
            }
        }
        assertEquals(List.of(), found);
        assertTrue(files > 500, files + " source files were searched");
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String room : List.of("transports", "protocols", "endpoints", "services", "certs")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(room))) {
                files.filter(file -> file.toString().contains("/src/main/java/")
                                && file.toString().endsWith(".java"))
                        .forEach(sources::add);
            }
        }
        return sources;
    }
}
