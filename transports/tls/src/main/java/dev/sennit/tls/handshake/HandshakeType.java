package dev.sennit.tls.handshake;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The types of handshake messages (RFC 8446, appendix B.3; RFC 5246, section 7.4) that a peer of each role sends. */
final class HandshakeType {
    static final int HELLO_REQUEST = 0;
    static final int CLIENT_HELLO = 1;
    static final int SERVER_HELLO = 2;
    static final int NEW_SESSION_TICKET = 4;
    static final int ENCRYPTED_EXTENSIONS = 8;
    static final int CERTIFICATE = 11;
    static final int SERVER_KEY_EXCHANGE = 12;
    static final int CERTIFICATE_REQUEST = 13;
    static final int SERVER_HELLO_DONE = 14;
    static final int CERTIFICATE_VERIFY = 15;
    static final int CLIENT_KEY_EXCHANGE = 16;
    static final int FINISHED = 20;
    static final int CERTIFICATE_STATUS = 22;
    static final int KEY_UPDATE = 24;

    /** What a client sends. Early data is never accepted, so EndOfEarlyData is none of them. */
    static final Set<Integer> OF_CLIENT =
            Set.of(CLIENT_HELLO, CERTIFICATE, CERTIFICATE_VERIFY, CLIENT_KEY_EXCHANGE, FINISHED, KEY_UPDATE);

    /** What a server sends to a client that has asked for no stapled status. */
    static final Set<Integer> OF_SERVER = Set.of(
            HELLO_REQUEST,
            SERVER_HELLO,
            NEW_SESSION_TICKET,
            ENCRYPTED_EXTENSIONS,
            CERTIFICATE,
            SERVER_KEY_EXCHANGE,
            CERTIFICATE_REQUEST,
            SERVER_HELLO_DONE,
            CERTIFICATE_VERIFY,
            FINISHED,
            KEY_UPDATE);

    /** What a server of TLS 1.2 sends to a client that has asked for a stapled status (RFC 6066, section 8). */
    static final Set<Integer> OF_STAPLING_SERVER =
            Stream.concat(OF_SERVER.stream(), Stream.of(CERTIFICATE_STATUS)).collect(Collectors.toUnmodifiableSet());

    private HandshakeType() {}

    static String name(int type) {
        return switch (type) {
            case HELLO_REQUEST -> "HelloRequest";
            case CLIENT_HELLO -> "ClientHello";
            case SERVER_HELLO -> "ServerHello";
            case NEW_SESSION_TICKET -> "NewSessionTicket";
            case ENCRYPTED_EXTENSIONS -> "EncryptedExtensions";
            case CERTIFICATE -> "Certificate";
            case SERVER_KEY_EXCHANGE -> "ServerKeyExchange";
            case CERTIFICATE_REQUEST -> "CertificateRequest";
            case SERVER_HELLO_DONE -> "ServerHelloDone";
            case CERTIFICATE_VERIFY -> "CertificateVerify";
            case CLIENT_KEY_EXCHANGE -> "ClientKeyExchange";
            case FINISHED -> "Finished";
            case CERTIFICATE_STATUS -> "CertificateStatus";
            case KEY_UPDATE -> "KeyUpdate";
            default -> "a handshake message of type " + type;
        };
    }
}
