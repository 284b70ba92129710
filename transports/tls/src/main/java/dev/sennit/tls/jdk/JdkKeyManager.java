package dev.sennit.tls.jdk;

import dev.sennit.x509.key.CertifiedKey;
import dev.sennit.x509.key.KeyKind;
import dev.sennit.x509.key.KeySelector;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Gives an {@code SSLEngine} the key that a {@link KeySelector} selects. The key is kept in the {@link HandshakeContext} of the
 * thread, and one alias stands for it.
 */
final class JdkKeyManager extends X509ExtendedKeyManager {
    private static final String CHOSEN = "chosen";

    private final KeySelector identities;

    JdkKeyManager(KeySelector identities) {
        this.identities = identities;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        SSLSession session = engine.getHandshakeSession();
        return choose(serverName(session), kinds(keyType));
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
        Set<KeyKind> kinds = EnumSet.noneOf(KeyKind.class);
        for (String keyType : keyTypes) {
            kinds.addAll(kinds(keyType));
        }
        return choose(Optional.empty(), kinds);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        CertifiedKey chosen = HandshakeContext.current().chosen;
        return chosen == null ? null : chosen.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        CertifiedKey chosen = HandshakeContext.current().chosen;
        return chosen == null ? null : chosen.key();
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, java.net.@Nullable Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(
            String keyType, Principal @Nullable [] issuers, java.net.@Nullable Socket socket) {
        return null;
    }

    /** Returns the name that the client asked for. */
    static Optional<String> serverName(@Nullable SSLSession session) {
        if (session instanceof ExtendedSSLSession extended) {
            for (SNIServerName name : extended.getRequestedServerNames()) {
                if (name instanceof SNIHostName host) {
                    return Optional.of(host.getAsciiName());
                }
            }
        }
        return Optional.empty();
    }

    /** An engine asks for one kind after the other, the best first. */
    private @Nullable String choose(Optional<String> serverName, Set<KeyKind> kinds) {
        HandshakeContext context = HandshakeContext.current();
        context.inFull = true;
        context.askedFor = serverName;
        Optional<CertifiedKey> found =
                context.answer(() -> kinds.isEmpty() ? Optional.empty() : identities.choose(serverName, kinds));
        if (found.isEmpty()) {
            context.nothingToShow = context.chosen == null;
            return null;
        }
        context.chosen = found.get();
        context.shown = true;
        context.nothingToShow = false;
        return CHOSEN;
    }

    /** Returns what SunJSSE ({@code EC}, {@code RSASSA-PSS}) and others ({@code EC/secp256r1}, {@code ECDHE_ECDSA}) mean by a type. */
    private static Set<KeyKind> kinds(String keyType) {
        String type = keyType.toUpperCase(Locale.ROOT);
        return switch (type) {
            case "EC", "EC_EC", "ECDHE_ECDSA" -> EnumSet.of(KeyKind.ECDSA_P256, KeyKind.ECDSA_P384, KeyKind.ECDSA_P521);
            case "EC/SECP256R1" -> EnumSet.of(KeyKind.ECDSA_P256);
            case "EC/SECP384R1" -> EnumSet.of(KeyKind.ECDSA_P384);
            case "EC/SECP521R1" -> EnumSet.of(KeyKind.ECDSA_P521);
            case "RSA", "ECDHE_RSA" -> EnumSet.of(KeyKind.RSA);
            case "RSASSA-PSS" -> EnumSet.of(KeyKind.RSA_PSS);
            case "EDDSA" -> EnumSet.of(KeyKind.ED25519, KeyKind.ED448);
            case "ED25519" -> EnumSet.of(KeyKind.ED25519);
            case "ED448" -> EnumSet.of(KeyKind.ED448);
            default -> EnumSet.noneOf(KeyKind.class);
        };
    }
}
