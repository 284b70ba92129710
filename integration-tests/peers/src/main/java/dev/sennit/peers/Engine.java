package dev.sennit.peers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Info;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.dockerclient.DockerClientConfigUtils;

/**
 * The container engine that Testcontainers finds.
 *
 * <p>Testcontainers pulls images when it starts: its reaper, and inside a container one to find the gateway with. Without
 * a registry that takes minutes and fails. Environment variables forbid it, which only the user can set, so {@link #find}
 * refuses an engine where they are missing. What the reaper does is done by labels and {@link #sweep}: a run that is killed
 * leaves its containers to the next one.
 *
 * @param sharesHostNetwork whether containers can be on the network of this machine
 */
record Engine(DockerClient client, boolean sharesHostNetwork) {
    static final String LABEL = "dev.sennit.peers";
    static final String OWNER_LABEL = "dev.sennit.peers.owner";

    private static final String NO_REAPER = "TESTCONTAINERS_RYUK_DISABLED";
    private static final String HOST = "TESTCONTAINERS_HOST_OVERRIDE";

    /**
     * Finds an engine on this machine.
     *
     * @param mayPull whether Testcontainers may pull what it needs to start
     * @throws IllegalStateException if there is none that can be used; the message says why, and is part of a sentence
     */
    static Engine find(boolean mayPull) {
        DockerClientFactory factory = DockerClientFactory.instance();
        URI address = addressOf(factory);
        if (!address.getScheme().equals("unix") && !address.getScheme().equals("npipe")) {
            throw new IllegalStateException("the container engine at " + address + " is not one of this machine");
        }
        Optional<String> pull =
                mayPull ? Optional.empty() : pull(System.getenv(), DockerClientConfigUtils.IN_A_CONTAINER);
        if (pull.isPresent()) {
            throw new IllegalStateException("Testcontainers would pull " + pull.get());
        }
        DockerClient client = start(factory);
        return new Engine(client, isLinuxOfOurs(client.infoCmd().exec()));
    }

    /**
     * Returns what Testcontainers pulls when it starts, and the variable that forbids it; empty if it pulls nothing.
     *
     * @param isInContainer whether this virtual machine runs in a container
     */
    static Optional<String> pull(Map<String, String> environment, boolean isInContainer) {
        if (!Boolean.parseBoolean(environment.get(NO_REAPER))) {
            return Optional.of("its reaper (set " + NO_REAPER + "=true)");
        }
        return isInContainer && !environment.containsKey(HOST)
                ? Optional.of("an image to find the gateway with (set " + HOST + "=localhost)")
                : Optional.empty();
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

    /** Returns the labels of the containers of this process. */
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
            // Another run sweeps at the same time.
        } catch (DockerException failed) {
            System.getLogger(Engine.class.getName())
                    .log(System.Logger.Level.WARNING, "could not remove the container " + container, failed);
        }
    }

    private static URI addressOf(DockerClientFactory factory) {
        try {
            return factory.getTransportConfig().getDockerHost();
        } catch (RuntimeException none) {
            throw new IllegalStateException("no container engine answers", none);
        }
    }

    private static DockerClient start(DockerClientFactory factory) {
        try {
            return factory.client();
        } catch (RuntimeException failed) {
            throw new IllegalStateException("Testcontainers does not start: " + failed.getMessage(), failed);
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
