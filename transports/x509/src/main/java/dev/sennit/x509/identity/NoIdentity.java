package dev.sennit.x509.identity;

import java.util.Optional;
import java.util.Set;

/** Chooses none. */
enum NoIdentity implements Identities {
    /** The only one. */
    INSTANCE;

    @Override
    public Optional<Identity> choose(Optional<String> serverName, Set<KeyKind> acceptable) {
        return Optional.empty();
    }

    @Override
    public boolean signsSlowly() {
        return false;
    }
}
