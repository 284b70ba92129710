package dev.sennit.peers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Info;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;

/**
 * The container engine that Testcontainers finds, and its client. Only that much of Testcontainers is used: its own
 * start-up pulls images (a reaper, and one to find a gateway with) where environment variables do not forbid it, and a
 * test artifact cannot set those for its users. What the reaper does is done by labels and {@link #sweep}.
 */
record Engine(DockerClient client, boolean sharesHostNetwork) {
    static final String LABEL = "dev.sennit.peers";
    static final String OWNER_LABEL = "dev.sennit.peers.owner";

    /**
     * Finds an engine on this machine.
     *
     * @throws IllegalStateException if none answers
     */
    static Engine find() {
        List<DockerClientProviderStrategy> strategies = new ArrayList<>();
        ServiceLoader.load(DockerClientProviderStrategy.class).forEach(strategies::add);
        DockerClientProviderStrategy strategy = DockerClientProviderStrategy.getFirstValidStrategy(strategies);
        String scheme = strategy.getTransportConfig().getDockerHost().getScheme();
        boolean isLocal = scheme.equals("unix") || scheme.equals("npipe");
        if (!isLocal) {
            throw new IllegalStateException(
                    "the engine at " + strategy.getTransportConfig().getDockerHost() + " is not one of this machine");
        }
        DockerClient client = strategy.getDockerClient();
        return new Engine(client, isLinuxOfOurs(client.infoCmd().exec()));
    }

    boolean hasImage(String name) {
        try {
            client.inspectImageCmd(name).exec();
            return true;
        } catch (NotFoundException none) {
            return false;
        }
    }

    boolean hasBridge() {
        return client.listNetworksCmd().exec().stream().anyMatch(network -> "bridge".equals(network.getName()));
    }

    /** What marks the containers of this process. */
    static Map<String, String> labels() {
        return Map.of(LABEL, "peer", OWNER_LABEL, Owner.self().toString());
    }

    /** Removes the containers of processes of this machine that have ended without doing so. */
    void sweep() {
        var found = client.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(List.of(OWNER_LABEL))
                .exec();
        for (var container : found) {
            String owner = container.getLabels().getOrDefault(OWNER_LABEL, "");
            if (Owner.parse(owner).filter(Owner::isGone).isPresent()) {
                remove(container.getId());
            }
        }
    }

    void remove(String container) {
        try {
            client.removeContainerCmd(container)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        } catch (NotFoundException gone) {
            // Somebody else was faster.
        } catch (DockerException failed) {
            System.getLogger(Engine.class.getName())
                    .log(System.Logger.Level.WARNING, "could not remove the container " + container, failed);
        }
    }

    private static boolean isLinuxOfOurs(Info info) {
        boolean isLinux = System.getProperty("os.name", "").equals("Linux");
        boolean isDesktop = String.valueOf(info.getOperatingSystem()).contains("Docker Desktop");
        List<String> options = info.getSecurityOptions();
        boolean isRootless = options != null && options.stream().anyMatch(option -> option.contains("rootless"));
        return isLinux && !isDesktop && !isRootless;
    }
}
