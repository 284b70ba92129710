package dev.sennit.peers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Info;
import java.net.URI;
import java.util.List;
import java.util.Map;
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
        if (!mayPull) {
            refuseToPull();
        }
        DockerClientFactory factory = DockerClientFactory.instance();
        URI address = addressOf(factory);
        if (!address.getScheme().equals("unix") && !address.getScheme().equals("npipe")) {
            throw new IllegalStateException("the container engine at " + address + " is not one of this machine");
        }
        DockerClient client = factory.client();
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

    private static void refuseToPull() {
        if (!Boolean.parseBoolean(System.getenv(NO_REAPER))) {
            throw new IllegalStateException("Testcontainers would pull its reaper (set " + NO_REAPER + "=true)");
        }
        if (DockerClientConfigUtils.IN_A_CONTAINER && System.getenv(HOST) == null) {
            throw new IllegalStateException(
                    "Testcontainers would pull an image to find the gateway with (set " + HOST + "=localhost)");
        }
    }

    private static URI addressOf(DockerClientFactory factory) {
        try {
            return factory.getTransportConfig().getDockerHost();
        } catch (IllegalStateException none) {
            throw new IllegalStateException("no container engine answers", none);
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
