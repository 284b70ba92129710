package dev.sennit.peers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Volume;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

/**
 * Starts peers as containers of one image, which has to be in the engine: nothing is pulled.
 *
 * <p>A peer is a {@link GenericContainer}. Its wait strategy is {@link ReadyLine} instead of {@code Wait.forLogMessage},
 * which waits its whole timeout for a container that has ended (Testcontainers 2.0.5). {@code Wait.forListeningPort} would
 * not do either: it opens connections that a peer counts, and where peers share the host's network it waits for nothing.
 *
 * @param shared a directory of this machine that the containers see under the same name
 */
record ContainerPlace(Engine engine, String image, PeerHome home, Path shared) implements Place {
    private static final int FIRST_INNER_PORT = 7000;
    private static final String INNER_FOLDER = "/tmp/peer";
    private static final String LOOPBACK = "127.0.0.1";

    @Override
    public Optional<String> lack(Role role) {
        return Optional.empty();
    }

    @Override
    public Occupant start(Role role, Map<String, String> environment, Duration readyLimit) throws InterruptedException {
        GenericContainer<?> container = container(role);
        List<Integer> hostPorts = home == PeerHome.HOST
                ? shareHostNetwork(container, role, environment)
                : publishPorts(container, role, environment);
        PeerLog log = new PeerLog();
        PeerContainer peer = new PeerContainer(container, hostPorts, log);
        container
                .withLogConsumer(frame -> append(frame, log))
                .withStartupCheckStrategy(new Started())
                .waitingFor(new ReadyLine(role, home, peer, readyLimit));
        try {
            container.start();
            return home == PeerHome.HOST ? peer : new PeerContainer(container, mappedPorts(container, role), log);
        } catch (RuntimeException failed) {
            peer.close();
            if (Thread.interrupted()) {
                throw new InterruptedException("while the peer " + role.name() + " was started");
            }
            throw PeerFailed.causeOf(failed).orElseGet(() -> notStarted(role, failed, log));
        }
    }

    /** Returns the port inside a container on the bridge. */
    static int innerPort(int index) {
        return FIRST_INNER_PORT + index;
    }

    private GenericContainer<?> container(Role role) {
        return new GenericContainer<>(DockerImageName.parse(image))
                .withImagePullPolicy(neverPulled -> false)
                .withLabels(Engine.labels())
                .withCommand(role.name())
                .withEnv("PEER_DIR", INNER_FOLDER)
                .withCreateContainerCmdModifier(this::addInitAndSharedFolder);
    }

    private void addInitAndSharedFolder(CreateContainerCmd command) {
        // Servers that die on the signals of their children, or never reap them, need a process 1 that does both.
        HostConfig config = hostConfig(command).withInit(true);
        if (PeerFiles.CAN_BE_SHARED) {
            config.withBinds(new Bind(shared.toString(), new Volume(shared.toString())));
        }
    }

    private static List<Integer> shareHostNetwork(
            GenericContainer<?> container, Role role, Map<String, String> environment) {
        List<Integer> ports = FreePorts.choose(role.ports(), environment);
        container.withNetworkMode("host").withEnv(environment).withEnv("LISTEN", LOOPBACK);
        for (int i = 0; i < ports.size(); i++) {
            container.withEnv("PORT" + i, ports.get(i).toString());
        }
        return ports;
    }

    /** Publishes the ports on the loopback address only, which Testcontainers' own settings cannot say. */
    private static List<Integer> publishPorts(
            GenericContainer<?> container, Role role, Map<String, String> environment) {
        List<PortBinding> bindings = new ArrayList<>();
        container
                .withExtraHost(PeerHome.BRIDGE.testHost(), "host-gateway")
                .withEnv("OUT_IF", "eth0")
                .withEnv(environment)
                .withEnv("LISTEN", "0.0.0.0");
        for (int i = 0; i < role.ports(); i++) {
            String wanted = environment.getOrDefault("PORT" + i, "");
            bindings.add(new PortBinding(new Ports.Binding(LOOPBACK, wanted), ExposedPort.tcp(innerPort(i))));
            container.withEnv("PORT" + i, Integer.toString(innerPort(i))).addExposedPort(innerPort(i));
        }
        container.withCreateContainerCmdModifier(
                command -> hostConfig(command).withPortBindings(bindings).withPublishAllPorts(false));
        return List.of();
    }

    private static List<Integer> mappedPorts(GenericContainer<?> container, Role role) {
        return IntStream.range(0, role.ports())
                .mapToObj(i -> container.getMappedPort(innerPort(i)))
                .toList();
    }

    private static HostConfig hostConfig(CreateContainerCmd command) {
        return Objects.requireNonNull(command.getHostConfig(), "Testcontainers sets a host configuration");
    }

    private static void append(OutputFrame frame, PeerLog log) {
        if (frame.getType() == OutputFrame.OutputType.END) {
            log.end();
        } else {
            log.add(frame.getBytes(), frame.getBytes().length);
        }
    }

    private static PeerFailed notStarted(Role role, Throwable failure, PeerLog log) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new PeerFailed(
                "the container of the peer " + role.name() + " does not start: " + root.getMessage() + "; it printed:\n"
                        + log.text().indent(4),
                failure);
    }

    /** Accepts a container that has ended already: {@link ReadyLine} has what it printed. */
    private static final class Started extends StartupCheckStrategy {
        @Override
        public StartupStatus checkStartupState(DockerClient client, String container) {
            return StartupStatus.SUCCESSFUL;
        }
    }

    /** Waits for the line that a role prints once it listens, as long as its container runs. */
    private static final class ReadyLine extends AbstractWaitStrategy {
        private final Role role;
        private final PeerHome home;
        private final Occupant peer;

        ReadyLine(Role role, PeerHome home, Occupant peer, Duration limit) {
            this.role = role;
            this.home = home;
            this.peer = peer;
            this.startupTimeout = limit;
        }

        @Override
        protected void waitUntilReady() {
            try {
                peer.awaitReady(role, home, startupTimeout);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new ContainerLaunchException("interrupted", interrupted);
            }
        }
    }
}
