package dev.sennit.peers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Frame;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.testcontainers.containers.GenericContainer;

/**
 * A peer in a container.
 *
 * <p>Two things are asked of the engine directly. {@link #kill} and {@link #stop} leave the container in place, for its
 * exit code; {@link GenericContainer#stop} kills and removes it. {@link #exec} has a time limit and keeps the order in which
 * the two output streams came; {@code execInContainer} has no limit and keeps the streams apart.
 *
 * @param container created and started by {@link ContainerPlace}
 * @param ports the ports of this machine that lead to the container's
 * @param log what it prints
 */
record PeerContainer(GenericContainer<?> container, List<Integer> ports, PeerLog log) implements Place.Occupant {
    private static final int STOP_SECONDS = 3;

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
            client().killContainerCmd(id()).exec();
            client().waitContainerCmd(id()).start().awaitStatusCode(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (DockerException ended) {
            // It had ended already.
        }
    }

    @Override
    public void stop() {
        try {
            client().stopContainerCmd(id()).withTimeout(STOP_SECONDS).exec();
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
            String exec = client().execCreateCmd(id())
                    .withAttachStdout(true)
                    .withAttachStderr(true)
                    .withCmd(all.toArray(String[]::new))
                    .exec()
                    .getId();
            try (Closeable running = client().execStartCmd(exec).exec(new OutputOf(output))) {
                Objects.requireNonNull(running);
                output.awaitEnd(limit);
            }
            Long code = client().inspectExecCmd(exec).exec().getExitCodeLong();
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
        container.stop();
    }

    private DockerClient client() {
        return container.getDockerClient();
    }

    private String id() {
        return String.valueOf(container.getContainerId());
    }

    /** Returns the state of the container; empty if it was removed. */
    private Optional<ContainerState> state() {
        try {
            return Optional.of(client().inspectContainerCmd(id()).exec().getState());
        } catch (NotFoundException removed) {
            return Optional.empty();
        }
    }

    private static final class OutputOf extends ResultCallback.Adapter<Frame> {
        private final PeerLog log;

        OutputOf(PeerLog log) {
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
