package dev.sennit.peers;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Volume;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Starts peers as containers of one image, which has to be there.
 *
 * @param shared a directory of this machine that they see under the same name
 */
record ContainerPlace(Engine engine, String image, PeerHome home, Path shared) implements Place {
    private static final int FIRST_INNER_PORT = 7000;
    private static final String INNER_FOLDER = "/tmp/peer";
    private static final int STOP_SECONDS = 3;

    @Override
    public Optional<String> lack(Role role) {
        return Optional.empty();
    }

    @Override
    public Occupant start(Role role, Map<String, String> environment) {
        List<Integer> wanted = home == PeerHome.HOST ? FreePorts.choose(role.ports(), environment) : List.of();
        String id;
        try {
            id = create(role, environment, wanted);
        } catch (DockerException failed) {
            throw new PeerFailed("no container for the peer " + role.name() + ": " + failed.getMessage(), failed);
        }
        try {
            engine.client().startContainerCmd(id).exec();
            List<Integer> ports = home == PeerHome.HOST ? wanted : published(id, role.ports());
            return new Container(engine, id, ports, new PeerLog());
        } catch (DockerException failed) {
            engine.remove(id);
            throw new PeerFailed(
                    "the container of the peer " + role.name() + " does not start: " + failed.getMessage(), failed);
        }
    }

    /** The port inside of a container on the bridge. */
    static int innerPort(int index) {
        return FIRST_INNER_PORT + index;
    }

    private String create(Role role, Map<String, String> environment, List<Integer> hostPorts) {
        Map<String, String> all = new TreeMap<>(environment);
        all.put("PEER_DIR", INNER_FOLDER);
        // Servers that die on the signals of their children, or never reap them, need a process 1 that does both.
        HostConfig config = HostConfig.newHostConfig().withInit(true);
        if (PeerFiles.CAN_BE_SHARED) {
            config.withBinds(new Bind(shared.toString(), new Volume(shared.toString())));
        }
        List<ExposedPort> exposed = new ArrayList<>();
        if (home == PeerHome.HOST) {
            config.withNetworkMode("host");
            all.put("LISTEN", "127.0.0.1");
            for (int i = 0; i < hostPorts.size(); i++) {
                all.put("PORT" + i, hostPorts.get(i).toString());
            }
        } else {
            List<PortBinding> bindings = new ArrayList<>();
            for (int i = 0; i < role.ports(); i++) {
                ExposedPort inner = ExposedPort.tcp(innerPort(i));
                exposed.add(inner);
                String wanted = environment.get("PORT" + i);
                bindings.add(new PortBinding(new Ports.Binding("127.0.0.1", wanted == null ? "" : wanted), inner));
                all.put("PORT" + i, Integer.toString(inner.getPort()));
            }
            config.withPortBindings(bindings).withExtraHosts(home.testHost() + ":host-gateway");
            all.put("LISTEN", "0.0.0.0");
            all.putIfAbsent("OUT_IF", "eth0");
        }
        CreateContainerCmd command = engine.client()
                .createContainerCmd(image)
                .withCmd(role.name())
                .withHostConfig(config)
                .withExposedPorts(exposed)
                .withLabels(Engine.labels())
                .withEnv(all.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList());
        return command.exec().getId();
    }

    private List<Integer> published(String id, int count) {
        Map<ExposedPort, Ports.Binding[]> bindings = engine.client()
                .inspectContainerCmd(id)
                .exec()
                .getNetworkSettings()
                .getPorts()
                .getBindings();
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Ports.Binding[] outer = bindings.get(ExposedPort.tcp(innerPort(i)));
            ports.add(Integer.valueOf(
                    Objects.requireNonNull(outer, "a container that just ended has no ports")[0].getHostPortSpec()));
        }
        return ports;
    }

    private record Container(Engine engine, String id, List<Integer> ports, PeerLog log, Closeable follower)
            implements Occupant {
        Container(Engine engine, String id, List<Integer> ports, PeerLog log) {
            this(engine, id, ports, log, follow(engine, id, log));
        }

        @Override
        public boolean isRunning() {
            return state().map(state -> Boolean.TRUE.equals(state.getRunning())).orElse(false);
        }

        @Override
        public OptionalInt exitCode() {
            Optional<Long> code = state().filter(state -> !Boolean.TRUE.equals(state.getRunning()))
                    .map(ContainerState::getExitCodeLong);
            return code.isPresent() ? OptionalInt.of(code.get().intValue()) : OptionalInt.empty();
        }

        @Override
        public void kill() {
            try {
                engine.client().killContainerCmd(id).exec();
                engine.client().waitContainerCmd(id).start().awaitStatusCode(STOP_SECONDS, TimeUnit.SECONDS);
            } catch (DockerException ended) {
                // It had ended already.
            }
        }

        @Override
        public void stop() {
            try {
                engine.client().stopContainerCmd(id).withTimeout(STOP_SECONDS).exec();
            } catch (NotModifiedException | NotFoundException ended) {
                // It had ended already.
            }
        }

        @Override
        public Execution exec(Duration limit, List<String> command) throws InterruptedException {
            List<String> all = new ArrayList<>(List.of("/bin/sh", "/opt/peers/run", "in"));
            all.addAll(command);
            PeerLog output = new PeerLog();
            try {
                String exec = engine.client()
                        .execCreateCmd(id)
                        .withAttachStdout(true)
                        .withAttachStderr(true)
                        .withCmd(all.toArray(String[]::new))
                        .exec()
                        .getId();
                try (Closeable running = engine.client().execStartCmd(exec).exec(new Copy(output))) {
                    Objects.requireNonNull(running);
                    output.awaitEnd(limit);
                }
                Long code = engine.client().inspectExecCmd(exec).exec().getExitCodeLong();
                if (code == null) {
                    throw new PeerFailed("the program did not end within " + limit + "; it printed:\n" + output.text());
                }
                return new Execution(code.intValue(), output.text());
            } catch (DockerException | IOException failed) {
                throw new PeerFailed("could not run " + command + ": " + failed.getMessage(), failed);
            }
        }

        @Override
        public void close() {
            engine.remove(id);
            try {
                follower.close();
            } catch (IOException closed) {
                // Nothing more to read either way.
            }
        }

        private Optional<ContainerState> state() {
            try {
                return Optional.of(
                        engine.client().inspectContainerCmd(id).exec().getState());
            } catch (NotFoundException removed) {
                return Optional.empty();
            }
        }

        private static Closeable follow(Engine engine, String id, PeerLog log) {
            return engine.client()
                    .logContainerCmd(id)
                    .withStdOut(true)
                    .withStdErr(true)
                    .withFollowStream(true)
                    .exec(new Copy(log));
        }
    }

    private static final class Copy extends ResultCallback.Adapter<Frame> {
        private final PeerLog log;

        Copy(PeerLog log) {
            this.log = log;
        }

        @Override
        public void onNext(Frame frame) {
            log.add(frame.getPayload(), frame.getPayload().length);
        }

        @Override
        public void onError(Throwable failed) {
            log.end();
            super.onError(failed);
        }

        @Override
        public void onComplete() {
            log.end();
            super.onComplete();
        }
    }
}
