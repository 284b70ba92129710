package dev.sennit.x509.pem;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One object of a PEM file.
 *
 * @param file the file as the user wrote it, for messages
 * @param line the line of its BEGIN, counted from 1; 0 if the file is no PEM
 * @param label the text between BEGIN and the dashes
 * @param headers the lines of RFC 1421 before the body, by name in lower case; empty in all but old encrypted keys
 * @param der the decoded body
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PemBlock(String file, int line, String label, Map<String, String> headers, byte[] der) {
    /** Returns an object that stands in no PEM file, as if it did. */
    static PemBlock ofDer(String file, String label, byte[] der) {
        return new PemBlock(file, 0, label, Map.of(), der);
    }

    boolean isCertificate() {
        return switch (label) {
            case "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE" -> true;
            default -> false;
        };
    }

    boolean isBundle() {
        return label.equals("PKCS7") || label.equals("CMS") || label.equals("PKCS #7 SIGNED DATA");
    }

    boolean isPrivateKey() {
        return label.endsWith("PRIVATE KEY");
    }

    boolean isRevocationList() {
        return label.equals("X509 CRL") || label.equals("CRL");
    }

    /** Returns the kind of the object, as a noun with its article. */
    String noun() {
        if (isCertificate()) {
            return "a certificate";
        }
        if (isRevocationList()) {
            return "a revocation list";
        }
        return switch (label) {
            case "PRIVATE KEY" -> "a private key";
            case "RSA PRIVATE KEY" -> "an RSA private key";
            case "EC PRIVATE KEY" -> "an EC private key";
            case "DSA PRIVATE KEY" -> "a DSA private key";
            case "ENCRYPTED PRIVATE KEY" -> "an encrypted private key";
            case "OPENSSH PRIVATE KEY" -> "an OpenSSH private key";
            case "PUBLIC KEY", "RSA PUBLIC KEY" -> "a public key";
            case "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST" -> "a certificate request";
            case "PKCS7", "CMS", "PKCS #7 SIGNED DATA" -> "a PKCS#7 bundle";
            case "EC PARAMETERS" -> "EC parameters";
            case "DH PARAMETERS", "X9.42 DH PARAMETERS" -> "DH parameters";
            default -> "an object of the kind \"" + label + "\"";
        };
    }

    /** Returns what is wrong with a body that cannot be read: it may be shorter than its length says (X.690, section 8.1.3). */
    String damage() {
        return damage(der, "what is between BEGIN and END is not what they say");
    }

    /** Returns what is wrong with a DER encoding that cannot be read: it is cut short, or otherwise. */
    static String damage(byte[] der, String otherwise) {
        long announced = announcedBytes(der);
        return announced > der.length
                ? "it is cut short, " + der.length + " bytes of " + announced + " are there"
                : otherwise;
    }

    private static long announcedBytes(byte[] der) {
        int first = der.length > 1 ? der[1] & 0xff : 0;
        int more = first > 0x80 ? first & 0x7f : 0;
        if (more > 4 || der.length < 2 + more) {
            return 0;
        }
        long length = more == 0 ? first & 0x7f : 0;
        for (int i = 0; i < more; i++) {
            length = length << 8 | (der[2 + i] & 0xff);
        }
        return 2 + more + length;
    }

    PemException failure(String problem) {
        return failure(problem, null);
    }

    PemException failure(String problem, @Nullable Throwable cause) {
        return new PemException(file, line, problem, cause);
    }

    /** Returns the file and, in PEM, {@code :} and the line. */
    String place() {
        return line > 0 ? file + ":" + line : file;
    }

    @Override
    public String toString() {
        return place() + ": " + noun();
    }

    /**
     * Cuts PEM text into its objects (RFC 7468, section 2), in the lax manner of section 3: text between objects, white
     * space around and between lines, any line ends, lines of any length.
     */
    static final class Scanner {
        /** Over three times what the certificate bundle of a browser holds. */
        static final int MAX_OBJECTS = 1024;

        private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9][A-Z0-9 .#_-]{0,63})-----");
        private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]*={0,2}");
        private static final Pattern HEADER = Pattern.compile("([A-Za-z][A-Za-z0-9-]*):[ \t]*(.*)");

        private final String file;
        private final Iterator<String> lines;
        private final List<PemBlock> blocks = new ArrayList<>();
        /** The line that is looked at, without white space around it; empty behind the end. */
        private String line = "";
        /** Its number, counted from 1. */
        private int number;

        private boolean atEnd;

        private Scanner(String file, Iterator<String> lines) {
            this.file = file;
            this.lines = lines;
            next();
        }

        /** Returns the objects in file order; none if the text has none. */
        static List<PemBlock> scan(String file, byte[] content) {
            // Lines one at a time: a revocation list may have a million.
            return new Scanner(file, text(content).lines().iterator()).run();
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
            while (!atEnd) {
                Matcher begin = BEGIN.matcher(line);
                if (begin.matches()) {
                    block(begin.group(1));
                } else {
                    refuseBrokenBegin();
                    next();
                }
            }
            return List.copyOf(blocks);
        }

        private void next() {
            atEnd = !lines.hasNext();
            line = atEnd ? "" : lines.next().strip();
            number++;
        }

        private void refuseBrokenBegin() {
            if (line.contains("-----BEGIN ") && line.contains("\\n")) {
                throw failure(number, "the line breaks are written as \\n; each must be a real line break");
            }
            if (line.startsWith("-----BEGIN")) {
                throw failure(
                        number,
                        "a broken BEGIN line; wanted -----BEGIN CERTIFICATE----- or the like, alone on its line");
            }
            if (line.startsWith("-----END")) {
                throw failure(number, "an END line without its BEGIN");
            }
        }

        private void block(String label) {
            int begin = number;
            if (blocks.size() == MAX_OBJECTS) {
                throw failure(begin, "more than " + MAX_OBJECTS + " objects");
            }
            next();
            Map<String, String> headers = headers();
            try {
                blocks.add(new PemBlock(file, begin, label, headers, body(begin, label)));
            } catch (PemException named) {
                throw named;
            } catch (IllegalArgumentException e) {
                throw new PemException(file, begin, "the Base64 of this " + label + " is damaged", e);
            }
        }

        /** Lines "Name: value" and the lines that continue them, up to an empty line (RFC 1421, section 4.4). */
        private Map<String, String> headers() {
            Map<String, String> headers = new HashMap<>();
            String last = "";
            while (!atEnd && !line.startsWith("-----")) {
                Matcher header = HEADER.matcher(line);
                if (header.matches()) {
                    last = header.group(1).toLowerCase(Locale.ROOT);
                    headers.put(last, header.group(2));
                } else if (headers.isEmpty() || line.isEmpty()) {
                    break;
                } else {
                    headers.merge(last, line, String::concat);
                }
                next();
            }
            return headers;
        }

        /** Reads the lines up to the END; throws IllegalArgumentException if they are no Base64 together. */
        private byte[] body(int begin, String label) {
            Base64Lines base64 = new Base64Lines();
            while (!atEnd && !line.startsWith("-----")) {
                String packed = line.replace(" ", "").replace("\t", "");
                if (!BASE64.matcher(packed).matches()) {
                    throw failure(
                            number, "a line that is not Base64 inside the " + label + " that begins at line " + begin);
                }
                base64.add(packed);
                next();
            }
            if (atEnd) {
                throw failure(begin, "the file ends before the END of this " + label);
            }
            if (!line.equals("-----END " + label + "-----")) {
                throw failure(number, "wanted -----END " + label + "----- for the BEGIN at line " + begin);
            }
            next();
            return base64.end();
        }

        private PemException failure(int at, String problem) {
            return new PemException(file, at, problem, null);
        }

        /** Decodes Base64 (RFC 4648, section 4) line by line, so that it never holds the whole text. */
        private static final class Base64Lines {
            private static final int GROUP = 4;

            private final ByteArrayOutputStream decoded = new ByteArrayOutputStream();
            /** The characters of a group that is not whole yet. */
            private String rest = "";

            private boolean padded;

            /**
             * Takes the next line.
             *
             * @throws IllegalArgumentException if it is no Base64, or follows the padding
             */
            void add(String line) {
                if (line.isEmpty()) {
                    return;
                }
                if (padded) {
                    throw new IllegalArgumentException("text after the padding");
                }
                String text = rest.concat(line);
                int whole = text.length() - text.length() % GROUP;
                decoded.writeBytes(Base64.getDecoder().decode(text.substring(0, whole)));
                rest = text.substring(whole);
                padded = whole > 0 && text.charAt(whole - 1) == '=';
            }

            /**
             * Returns all that was decoded.
             *
             * @throws IllegalArgumentException if the last group is no Base64
             */
            byte[] end() {
                decoded.writeBytes(Base64.getDecoder().decode(padded && !rest.isEmpty() ? "=" + rest : rest));
                return decoded.toByteArray();
            }
        }
    }
}
