package dev.sennit.x509.key;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Selects the certified key that a connection shows to its peer. It is called on loops and workers, by many threads at once, and
 * must not wait for anything.
 *
 * <p>A server asks once for each handshake, with the host name that the client asked for (RFC 6066, section 3). A client asks
 * when the server requests a certificate, without a name.
 */
@FunctionalInterface
public interface KeySelector {
    /**
     * Returns the key to use; empty if no key fits.
     *
     * @param serverName the name as the client sent it; empty if it sent none
     * @param acceptable the kinds of key that the peer can verify
     */
    Optional<CertifiedKey> choose(Optional<String> serverName, Set<KeyKind> acceptable);

    /**
     * Returns whether a signature with one of the keys may take long, as with RSA or in a device: handshakes then run on the
     * reactor's workers. The TLS layer asks on the loop, once for each connection, before its handshake begins. The default is
     * true, since only the implementation knows its keys; the selectors made here know theirs.
     */
    default boolean signsSlowly() {
        return true;
    }

    /** Selects this key, whatever the name, if the peer accepts its kind. */
    static KeySelector of(CertifiedKey key) {
        return new NamedKeys(Map.of(), List.of(key));
    }

    /**
     * Selects by the names in the certificates (subject alternative names): a key with the same name, else one with the
     * wildcard over the name's first label, else the default. The default is the first key, and others with all the same names.
     *
     * <p>There may be several keys for one name, of different kinds. Of those that the peer accepts, the one with the cheapest
     * signature is selected: ECDSA P-256, then Ed25519, then the others, RSA last.
     *
     * @throws IllegalArgumentException if the list is empty
     */
    static KeySelector byName(List<CertifiedKey> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("the list of keys is empty; wanted one or more");
        }
        return NamedKeys.of(keys);
    }

    /**
     * Selects by the names of the map, otherwise as {@link #byName(List)}.
     *
     * @param byName names such as {@code example.org} or {@code *.example.org}. The name {@code *} has the default: without it,
     *     a client that sends no name or an unknown name gets no key
     * @throws IllegalArgumentException if a name has neither form
     */
    static KeySelector byName(Map<String, ? extends Collection<CertifiedKey>> byName) {
        return NamedKeys.of(byName);
    }

    /** Selects no key. */
    static KeySelector none() {
        return new NamedKeys(Map.of(), List.of());
    }
}
