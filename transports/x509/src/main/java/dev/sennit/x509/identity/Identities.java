package dev.sennit.x509.identity;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses the identity for a connection. Called on loops and workers, by many threads: must not wait for anything.
 *
 * <p>A server asks once per handshake, with the host name that the client asked for (RFC 6066, section 3); a client
 * asks when the server wants a certificate, without a name.
 */
@FunctionalInterface
public interface Identities {
    /**
     * Answers the identity to use; empty if there is none that fits.
     *
     * @param serverName as the client sent it; empty when it sent none
     * @param acceptable the kinds of key that the peer can verify
     */
    Optional<Identity> choose(Optional<String> serverName, Set<KeyKind> acceptable);

    /**
     * Whether a signature with the key of one of them may take long, as with RSA or in a device: then handshakes run on the
     * reactor's workers. Asked on the loop, once for each connection, before its handshake begins. True by default, since it
     * depends on the keys; the ready-made choices know theirs.
     */
    default boolean signsSlowly() {
        return true;
    }

    /** Chooses the one there is, whatever the name, if the peer takes its kind of key. */
    static Identities of(Identity identity) {
        return new OneIdentity(identity);
    }

    /**
     * Chooses by the names in the certificates (subject alternative names): the same name, else the wildcard over its first
     * label, else the default, which is the first identity and others with all the same names.
     *
     * <p>There may be several for one name, with different kinds of key; of those that the peer takes, the one with the
     * cheapest signature is chosen: ECDSA P-256, Ed25519, then the others, RSA last.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Identities byName(List<Identity> identities) {
        if (identities.isEmpty()) {
            throw new IllegalArgumentException("no identity to choose from");
        }
        return NamedIdentities.of(identities);
    }

    /**
     * Chooses by names of the caller's, otherwise as {@link #byName(List)}.
     *
     * @param byName such as {@code example.org} or {@code *.example.org}; {@code *} stands for the default, without
     *     which a client that sends no name or an unknown one gets nothing
     * @throws IllegalArgumentException if a key is neither
     */
    static Identities byName(Map<String, ? extends Collection<Identity>> byName) {
        return NamedIdentities.of(byName);
    }

    /** Never has one. */
    static Identities none() {
        return NoIdentity.INSTANCE;
    }
}
