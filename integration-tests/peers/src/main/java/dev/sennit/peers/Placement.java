package dev.sennit.peers;

import java.util.Map;
import java.util.Optional;

/**
 * Where the peers of a run are.
 *
 * @param place empty if they can be nowhere
 * @param reason why they are not in containers; empty if they are
 */
record Placement(Optional<Place> place, String reason) {
    static Placement in(Place place) {
        return new Placement(Optional.of(place), "");
    }

    /**
     * Finds the place that the settings ask for.
     *
     * @throws PeerFailed if the image is to be built, and cannot be
     */
    static Placement choose(PeerSettings settings, PeerFiles files) {
        if (settings.home().isPresent() && !settings.home().get().isContainer()) {
            return in(new ProcessPlace(files));
        }
        Placement container = container(settings, files);
        boolean isAnywhereGood = settings.home().isEmpty();
        return container.place().isEmpty() && isAnywhereGood
                ? new Placement(Optional.of(new ProcessPlace(files)), container.reason())
                : container;
    }

    /** What to add to the reason why a role is not there as a process. */
    String suffix() {
        return reason.isEmpty() ? "" : ", and " + reason;
    }

    private static Placement container(PeerSettings settings, PeerFiles files) {
        Engine engine;
        try {
            engine = Engine.find(settings.mayBuild());
        } catch (IllegalStateException none) {
            return nowhere(String.valueOf(none.getMessage()));
        }
        PeerHome home = settings.home().orElse(engine.sharesHostNetwork() ? PeerHome.HOST : PeerHome.BRIDGE);
        if (home == PeerHome.HOST && !engine.sharesHostNetwork()) {
            return nowhere("the engine's containers cannot share this machine's network");
        }
        if (home == PeerHome.BRIDGE && !engine.hasBridge()) {
            return nowhere("the engine has no bridge network");
        }
        String image = files.imageName();
        if (!engine.hasImage(image)) {
            if (!settings.mayBuild()) {
                return nowhere("the engine has no image " + image + " (built by peers.build=true)");
            }
            ImageBuild.run(files, Map.of());
        }
        engine.sweep();
        return in(new ContainerPlace(engine, image, home, files.shared()));
    }

    private static Placement nowhere(String reason) {
        return new Placement(Optional.empty(), reason);
    }
}
