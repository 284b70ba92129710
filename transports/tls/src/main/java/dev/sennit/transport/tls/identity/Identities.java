package dev.sennit.transport.tls.identity;

import java.util.Optional;
import java.util.Set;

/**
 * Chooses the identity for a connection. Called on loops, by many threads: must not wait for anything.
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

    /** Chooses the one there is, whatever the name, if the peer takes its kind of key. */
    static Identities of(Identity identity) {
        return (serverName, acceptable) ->
                acceptable.contains(identity.kind()) ? Optional.of(identity) : Optional.empty();
    }

    /** Never has one. */
    static Identities none() {
        return (serverName, acceptable) -> Optional.empty();
    }
}
