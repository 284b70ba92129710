package dev.sennit.peers;

import java.util.Optional;
import java.util.function.Function;

/**
 * What the configuration parameters say.
 *
 * @param home {@code peers.home}; empty for {@code auto}
 * @param isRequired {@code peers.required}: a peer that cannot run is an error
 * @param mayBuild {@code peers.build}: an image that the engine does not have is built first
 */
record PeerSettings(Optional<PeerHome> home, boolean isRequired, boolean mayBuild) {
    static PeerSettings of(Function<String, Optional<String>> parameters) {
        Optional<PeerHome> home = parameters
                .apply("peers.home")
                .map(String::strip)
                .filter(name -> !name.isEmpty() && !name.equals("auto"))
                .map(PeerHome::named);
        return new PeerSettings(home, is(parameters, "peers.required"), is(parameters, "peers.build"));
    }

    private static boolean is(Function<String, Optional<String>> parameters, String name) {
        return parameters.apply(name).map(Boolean::parseBoolean).orElse(false);
    }
}
