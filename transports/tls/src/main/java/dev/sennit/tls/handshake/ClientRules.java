package dev.sennit.tls.handshake;

import dev.sennit.tls.TlsLimits;
import dev.sennit.tls.engine.Alerts;
import dev.sennit.tls.handshake.MessageAssembler.Message;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.tls.ExtensionType;
import org.jspecify.annotations.Nullable;

/** What a server demands of a client's messages. */
final class ClientRules extends PeerRules {
    /** What a second ClientHello may change (RFC 8446, section 4.1.2). */
    private static final Set<Integer> MAY_CHANGE = Set.of(
            ExtensionType.key_share,
            ExtensionType.early_data,
            ExtensionType.cookie,
            ExtensionType.pre_shared_key,
            ExtensionType.padding);

    private static final Set<Integer> WITHOUT_CERTIFICATE = Set.of(
            HandshakeType.CLIENT_HELLO,
            HandshakeType.CLIENT_KEY_EXCHANGE,
            HandshakeType.FINISHED,
            HandshakeType.KEY_UPDATE);

    private final boolean speaksTls13;
    private final boolean asksForCertificate;
    private Set<Integer> requested = Set.of();
    private @Nullable Hello first;
    private @Nullable Hello retryRequest;

    ClientRules(TlsLimits limits, boolean speaksTls13, boolean asksForCertificate) {
        super(limits);
        this.speaksTls13 = speaksTls13;
        this.asksForCertificate = asksForCertificate;
    }

    @Override
    Set<Integer> types() {
        return asksForCertificate ? HandshakeType.OF_CLIENT : WITHOUT_CERTIFICATE;
    }

    @Override
    void received(Message message) {
        if (message.type() == HandshakeType.CERTIFICATE) {
            certificate(message.fields(), requested);
        } else if (message.type() == HandshakeType.CLIENT_HELLO) {
            hello(Hello.ofClient(message.fields()));
        }
    }

    @Override
    void sent(Message message) {
        if (message.type() == HandshakeType.SERVER_HELLO) {
            Hello answer = Hello.ofServer(message.fields());
            agreedOn(answer);
            if (answer.isRetryRequest()) {
                retryRequest = answer;
            } else {
                opened();
            }
        } else if (message.type() == HandshakeType.CERTIFICATE_REQUEST && isTls13()) {
            FieldReader fields = message.fields();
            fields.vector8(0);
            requested = Set.copyOf(Extensions.read("CertificateRequest", fields).types());
        }
    }

    @Override
    void opened() {
        first = null;
        retryRequest = null;
    }

    private void hello(Hello hello) {
        boolean tls13 = speaksTls13 && hello.supportedVersions().contains(Hello.TLS_1_3);
        checkCompression(hello, tls13);
        if (tls13) {
            checkExtensions(hello.extensions());
            checkKeyShares(hello.extensions());
        }
        Hello before = first;
        Hello request = retryRequest;
        if (before != null && request != null) {
            checkSecond(before, hello);
            checkAnswer(request.extensions(), hello.extensions());
        } else if (!isVersionKnown()) {
            first = hello;
        }
    }

    private static void checkCompression(Hello hello, boolean tls13) {
        byte[] methods = hello.compressionMethods();
        boolean allowed =
                tls13 ? Arrays.equals(methods, new byte[1]) : org.bouncycastle.util.Arrays.contains(methods, (byte) 0);
        if (!allowed) {
            throw Alerts.illegalParameter("ClientHello has the compression methods " + Arrays.toString(methods) + "; "
                    + (tls13 ? "null alone is allowed (RFC 8446, 4.1.2)" : "null must be among them"));
        }
    }

    /** RFC 8446, sections 9.2 and 4.2.9. */
    private static void checkExtensions(Extensions extensions) {
        if (extensions.has(ExtensionType.pre_shared_key)) {
            extensions.require(ExtensionType.psk_key_exchange_modes, "4.2.9");
        } else {
            extensions.require(ExtensionType.signature_algorithms, "9.2");
            extensions.require(ExtensionType.supported_groups, "9.2");
        }
        if (extensions.has(ExtensionType.supported_groups)) {
            extensions.require(ExtensionType.key_share, "9.2");
        }
        if (extensions.has(ExtensionType.key_share)) {
            extensions.require(ExtensionType.supported_groups, "9.2");
        }
    }

    /** RFC 8446, section 4.2.8: one share for a group at most, and only for groups that are listed. */
    private static void checkKeyShares(Extensions extensions) {
        if (!extensions.has(ExtensionType.key_share)) {
            return;
        }
        FieldReader groups = extensions.fields(ExtensionType.supported_groups);
        Set<Integer> listed = new HashSet<>(groups.vector16(2).uint16s());
        groups.end();
        FieldReader extension = extensions.fields(ExtensionType.key_share);
        FieldReader shares = extension.vector16(0);
        extension.end();
        while (shares.hasMore()) {
            int group = shares.uint16();
            shares.vector16(1);
            if (!listed.remove(group)) {
                throw Alerts.illegalParameter(
                        "ClientHello has a key share of the group %04X twice or without listing the group (RFC 8446, 4.2.8)"
                                .formatted(group));
            }
        }
    }

    /** RFC 8446, section 4.1.2. */
    private static void checkSecond(Hello before, Hello hello) {
        requireSame("legacy_version", before.legacyVersion() == hello.legacyVersion());
        requireSame("random", Arrays.equals(before.random(), hello.random()));
        requireSame("legacy_session_id", Arrays.equals(before.sessionId(), hello.sessionId()));
        requireSame("cipher_suites", before.suites().equals(hello.suites()));
        requireSame(
                "legacy_compression_methods", Arrays.equals(before.compressionMethods(), hello.compressionMethods()));
        Set<Integer> types = new HashSet<>(before.extensions().types());
        types.addAll(hello.extensions().types());
        types.removeAll(MAY_CHANGE);
        for (int type : types) {
            requireSame(
                    "the extension " + Extensions.name(type),
                    Arrays.equals(
                            before.extensions().data(type), hello.extensions().data(type)));
        }
        for (int type : List.of(ExtensionType.early_data, ExtensionType.pre_shared_key)) {
            boolean allowed =
                    type == ExtensionType.pre_shared_key && before.extensions().has(type);
            requireSame(
                    "the extension " + Extensions.name(type),
                    allowed || !hello.extensions().has(type));
        }
    }

    /** RFC 8446, sections 4.2.2 and 4.2.8. */
    private static void checkAnswer(Extensions request, Extensions answer) {
        if (!Arrays.equals(request.data(ExtensionType.cookie), answer.data(ExtensionType.cookie))) {
            throw Alerts.illegalParameter("the second ClientHello has not the cookie asked for (RFC 8446, 4.2.2)");
        }
        if (request.has(ExtensionType.key_share)) {
            int group = request.fields(ExtensionType.key_share).uint16();
            FieldReader shares = answer.fields(ExtensionType.key_share).vector16(0);
            boolean right = shares.hasMore() && shares.uint16() == group;
            if (right) {
                shares.vector16(1);
            }
            if (!right || shares.hasMore()) {
                throw Alerts.illegalParameter(
                        "the second ClientHello has not one key share, of the group %04X asked for (RFC 8446, 4.2.8)"
                                .formatted(group));
            }
        }
    }

    private static void requireSame(String field, boolean same) {
        if (!same) {
            throw Alerts.illegalParameter(
                    "the second ClientHello has changed " + field + ", which it may not (RFC 8446, 4.1.2)");
        }
    }
}
