package dev.sennit.transport.tls.pem;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts PEM text into its objects (RFC 7468, section 2), in the lax manner of section 3: text between objects, white
 * space around and between lines, any line ends, lines of any length.
 */
final class PemScanner {
    /** Over three times what the certificate bundle of a browser holds. */
    static final int MAX_OBJECTS = 1024;

    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9][A-Z0-9 .#_-]{0,63})-----");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]*={0,2}");
    private static final Pattern HEADER = Pattern.compile("([A-Za-z][A-Za-z0-9-]*):[ \t]*(.*)");

    private final String file;
    private final List<String> lines;
    private final List<PemBlock> blocks = new ArrayList<>();
    private int at;

    private PemScanner(String file, List<String> lines) {
        this.file = file;
        this.lines = lines;
    }

    /** Answers the objects in file order; none if the text has none. */
    static List<PemBlock> scan(String file, byte[] content) {
        return new PemScanner(file, text(content).lines().map(String::strip).toList()).run();
    }

    /** Windows saves UTF-16 with a byte order mark; of every other encoding only the ASCII part matters. */
    private static String text(byte[] content) {
        boolean utf16 = content.length > 1
                && (content[0] & 0xff) + (content[1] & 0xff) == 0xfe + 0xff
                && Math.max(content[0] & 0xff, content[1] & 0xff) == 0xff;
        String text = new String(content, utf16 ? StandardCharsets.UTF_16 : StandardCharsets.ISO_8859_1);
        return text.startsWith("\u00ef\u00bb\u00bf") ? text.substring(3) : text;
    }

    private List<PemBlock> run() {
        while (at < lines.size()) {
            Matcher begin = BEGIN.matcher(lines.get(at));
            if (begin.matches()) {
                block(begin.group(1));
            } else {
                refuseBrokenBegin(lines.get(at));
                at++;
            }
        }
        return List.copyOf(blocks);
    }

    private void refuseBrokenBegin(String line) {
        if (line.contains("-----BEGIN ") && line.contains("\\n")) {
            throw failure(at, "the line breaks are written as \\n; each must be a real line break");
        }
        if (line.startsWith("-----BEGIN")) {
            throw failure(at, "a broken BEGIN line; wanted -----BEGIN CERTIFICATE----- or the like, alone on its line");
        }
        if (line.startsWith("-----END")) {
            throw failure(at, "an END line without its BEGIN");
        }
    }

    private void block(String label) {
        int begin = at++;
        if (blocks.size() == MAX_OBJECTS) {
            throw failure(begin, "more than " + MAX_OBJECTS + " objects");
        }
        Map<String, String> headers = headers();
        byte[] der = body(begin, label);
        blocks.add(new PemBlock(file, begin + 1, label, headers, der));
    }

    /** Lines "Name: value" and the lines that continue them, up to an empty line (RFC 1421, section 4.4). */
    private Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        String last = "";
        while (at < lines.size() && !lines.get(at).startsWith("-----")) {
            Matcher header = HEADER.matcher(lines.get(at));
            if (header.matches()) {
                last = header.group(1).toLowerCase(Locale.ROOT);
                headers.put(last, header.group(2));
            } else if (headers.isEmpty() || lines.get(at).isEmpty()) {
                break;
            } else {
                headers.merge(last, lines.get(at), String::concat);
            }
            at++;
        }
        return headers;
    }

    private byte[] body(int begin, String label) {
        StringBuilder base64 = new StringBuilder();
        while (at < lines.size() && !lines.get(at).startsWith("-----")) {
            String line = lines.get(at).replace(" ", "").replace("\t", "");
            if (!BASE64.matcher(line).matches()) {
                throw failure(
                        at, "a line that is not Base64 inside the " + label + " that begins at line " + (begin + 1));
            }
            base64.append(line);
            at++;
        }
        if (at == lines.size()) {
            throw failure(begin, "the file ends before the END of this " + label);
        }
        if (!lines.get(at).equals("-----END " + label + "-----")) {
            throw failure(at, "wanted -----END " + label + "----- for the BEGIN at line " + (begin + 1));
        }
        at++;
        try {
            return Base64.getDecoder().decode(base64.toString());
        } catch (IllegalArgumentException e) {
            throw new PemException(file, begin + 1, "the Base64 of this " + label + " is damaged", e);
        }
    }

    private PemException failure(int index, String problem) {
        return new PemException(file, index + 1, problem, null);
    }
}
