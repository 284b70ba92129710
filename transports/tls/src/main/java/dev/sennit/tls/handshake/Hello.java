package dev.sennit.tls.handshake;

import java.util.Arrays;
import java.util.List;

/**
 * The fields of a ClientHello or a ServerHello (RFC 8446, sections 4.1.2 and 4.1.3). A server's has one cipher suite and one
 * compression method.
 */
@SuppressWarnings("ArrayRecordComponent") // never handed out of this package
record Hello(
        int legacyVersion,
        byte[] random,
        byte[] sessionId,
        List<Integer> suites,
        byte[] compressionMethods,
        Extensions extensions) {
    static final int TLS_1_2 = 0x0303;
    static final int TLS_1_3 = 0x0304;

    private static final int RANDOM_BYTES = 32;
    private static final int MAX_SESSION_ID_BYTES = 32;

    /** SHA-256 of "HelloRetryRequest" (RFC 8446, section 4.1.3). */
    private static final byte[] RETRY_RANDOM = {
        (byte) 0xCF,
        0x21,
        (byte) 0xAD,
        0x74,
        (byte) 0xE5,
        (byte) 0x9A,
        0x61,
        0x11,
        (byte) 0xBE,
        0x1D,
        (byte) 0x8C,
        0x02,
        0x1E,
        0x65,
        (byte) 0xB8,
        (byte) 0x91,
        (byte) 0xC2,
        (byte) 0xA2,
        0x11,
        0x16,
        0x7A,
        (byte) 0xBB,
        (byte) 0x8C,
        0x5E,
        0x07,
        (byte) 0x9E,
        0x09,
        (byte) 0xE2,
        (byte) 0xC8,
        (byte) 0xA8,
        0x33,
        (byte) 0x9C
    };

    static Hello ofClient(FieldReader fields) {
        int version = fields.uint16();
        byte[] random = fields.opaque(RANDOM_BYTES);
        byte[] sessionId = fields.opaque8(0, MAX_SESSION_ID_BYTES);
        List<Integer> suites = fields.vector16(2).uint16s();
        byte[] methods = fields.opaque8(1, 255);
        return new Hello(version, random, sessionId, suites, methods, extensions("ClientHello", fields));
    }

    static Hello ofServer(FieldReader fields) {
        int version = fields.uint16();
        byte[] random = fields.opaque(RANDOM_BYTES);
        byte[] sessionId = fields.opaque8(0, MAX_SESSION_ID_BYTES);
        List<Integer> suite = List.of(fields.uint16());
        byte[] method = fields.opaque(1);
        String name = Arrays.equals(random, RETRY_RANDOM) ? "HelloRetryRequest" : "ServerHello";
        return new Hello(version, random, sessionId, suite, method, extensions(name, fields));
    }

    private static Extensions extensions(String message, FieldReader fields) {
        Extensions read = fields.hasMore() ? Extensions.read(message, fields) : Extensions.none(message);
        fields.end();
        return read;
    }

    boolean isRetryRequest() {
        return Arrays.equals(random, RETRY_RANDOM);
    }

    /** The versions that a client offers beside the one of the field, if it lists any. */
    List<Integer> supportedVersions() {
        if (!extensions.has(Extensions.SUPPORTED_VERSIONS)) {
            return List.of();
        }
        FieldReader list = extensions.fields(Extensions.SUPPORTED_VERSIONS);
        List<Integer> versions = list.vector8(2).uint16s();
        list.end();
        return versions;
    }

    /** The version that a server has chosen. */
    int selectedVersion() {
        if (!extensions.has(Extensions.SUPPORTED_VERSIONS)) {
            return legacyVersion;
        }
        FieldReader selected = extensions.fields(Extensions.SUPPORTED_VERSIONS);
        int version = selected.uint16();
        selected.end();
        return version;
    }
}
