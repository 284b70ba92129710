package dev.sennit.x509.identity;

import java.util.Optional;
import java.util.Set;

/** Chooses its identity, whatever the name. */
record OneIdentity(Identity identity) implements Identities {
    @Override
    public Optional<Identity> choose(Optional<String> serverName, Set<KeyKind> acceptable) {
        return acceptable.contains(identity.kind()) ? Optional.of(identity) : Optional.empty();
    }

    @Override
    public boolean signsSlowly() {
        return identity.kind().signsSlowly();
    }
}
