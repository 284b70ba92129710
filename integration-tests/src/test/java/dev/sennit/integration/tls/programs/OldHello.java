package dev.sennit.integration.tls.programs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** First bytes of a connection that are SSL, which no program here sends any more, or are no TLS. */
enum OldHello {
    /** RFC 6101, with the suites of its time. */
    SSL_3("16 0300 0033 01 00002f 0300" + "5e".repeat(32) + "00 0008 0035 002f 000a 0005 01 00"),
    /** The hello of SSL 2.0 that offers SSL 3.0 (RFC 5246, appendix E.2). */
    SSL_2("8022 01 0300 0009 0000 0010 000035 00002f 00000a" + "5e".repeat(16)),
    /** What a browser sends to a port that it takes for plain. */
    HTTP(HexFormat.of().formatHex("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII))),
    /** A line of text. */
    TEXT(HexFormat.of().formatHex("hello\r\n".getBytes(StandardCharsets.US_ASCII)));

    private static final int LIMIT_MILLIS = 20_000;
    private static final int MOST_BYTES = 100;

    private final String hex;

    OldHello(String hex) {
        this.hex = hex.replace(" ", "");
    }

    /** Sends it to this machine; returns in hexadecimal digits what comes back until the end. */
    String send(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.getOutputStream().write(HexFormat.of().parseHex(hex));
            return HexFormat.of().formatHex(readToEnd(socket.getInputStream()));
        }
    }

    /** Reads until the end or the reset that follows an alert. */
    private static byte[] readToEnd(InputStream in) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try {
            for (int next = in.read(); next >= 0 && read.size() < MOST_BYTES; next = in.read()) {
                read.write(next);
            }
        } catch (IOException reset) {
            return read.toByteArray();
        }
        return read.toByteArray();
    }
}
