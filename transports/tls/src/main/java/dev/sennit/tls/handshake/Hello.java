package dev.sennit.tls.handshake;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.tls.ExtensionType;

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
    private static final byte[] RETRY_RANDOM =
            HexFormat.of().parseHex("CF21AD74E59A6111BE1D8C021E65B891C2A211167ABB8C5E079E09E2C8A8339C");

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
        if (!extensions.has(ExtensionType.supported_versions)) {
            return List.of();
        }
        FieldReader list = extensions.fields(ExtensionType.supported_versions);
        List<Integer> versions = list.vector8(2).uint16s();
        list.end();
        return versions;
    }

    /** The version that a server has chosen. */
    int selectedVersion() {
        if (!extensions.has(ExtensionType.supported_versions)) {
            return legacyVersion;
        }
        FieldReader selected = extensions.fields(ExtensionType.supported_versions);
        int version = selected.uint16();
        selected.end();
        return version;
    }
}
