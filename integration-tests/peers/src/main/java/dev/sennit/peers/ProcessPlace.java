package dev.sennit.peers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Starts peers as processes of this machine, by way of the launcher. */
final class ProcessPlace implements Place {
    private static final Path SHELL = Path.of("/bin/sh");
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(10);

    private static final int END_SECONDS = 3;

    private final PeerFiles files;
    private final Map<String, Optional<String>> lacks = new ConcurrentHashMap<>();

    ProcessPlace(PeerFiles files) {
        this.files = files;
    }

    @Override
    public PeerHome home() {
        return PeerHome.PROCESS;
    }

    @Override
    public Optional<String> lack(Role role) {
        return lacks.computeIfAbsent(role.name(), this::probe);
    }

    @Override
    public Occupant start(Role role, Map<String, String> environment, Duration readyLimit) throws InterruptedException {
        LocalProcess process = launch(role, environment);
        boolean isReady = false;
        try {
            process.awaitReady(role, home(), readyLimit);
            isReady = true;
            return process;
        } finally {
            if (!isReady) {
                process.close();
            }
        }
    }

    private LocalProcess launch(Role role, Map<String, String> environment) {
        List<Integer> ports = FreePorts.choose(role.ports(), environment);
        try {
            Path folder = files.newFolder(role.name());
            Map<String, String> all = new HashMap<>(environment);
            for (int i = 0; i < ports.size(); i++) {
                all.put("PORT" + i, ports.get(i).toString());
            }
            all.put("LISTEN", "127.0.0.1");
            all.put("PEER_DIR", folder.toString());
            all.put("FOLLOW_STDIN", "1");
            return new LocalProcess(files, folder, all, launch(files, all, List.of(role.name())), ports);
        } catch (IOException failed) {
            throw new PeerFailed("the peer " + role.name() + " could not be started as a local process", failed);
        }
    }

    private Optional<String> probe(String role) {
        if (!Files.isExecutable(SHELL)) {
            return Optional.of("this system has no " + SHELL);
        }
        try {
            Process probe = launch(files, Map.of("PEER_DIR", files.folder().toString()), List.of("has", role));
            Execution end = finish(probe, PROBE_LIMIT);
            return end.exitCode() == 0
                    ? Optional.empty()
                    : Optional.of(end.output().strip().replace("\n", ", "));
        } catch (IOException failed) {
            return Optional.of("the launcher does not start: " + failed.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    private static Process launch(PeerFiles files, Map<String, String> environment, List<String> arguments)
            throws IOException {
        List<String> command =
                new ArrayList<>(List.of(SHELL.toString(), files.launcher().toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Execution finish(Process process, Duration limit) throws InterruptedException, IOException {
        process.getOutputStream().close();
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Thread reader = readerOf(process, (bytes, length) -> output.write(bytes, 0, length), () -> {});
        boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
            killTree(process);
        }
        reader.join(Duration.ofSeconds(2).toMillis());
        String text = output.toString(StandardCharsets.UTF_8);
        if (!ended) {
            throw new PeerFailed("the program did not end within " + limit + "; it printed:\n" + text);
        }
        return new Execution(process.exitValue(), text);
    }

    private static Thread readerOf(Process process, Sink sink, Runnable end) {
        Thread reader = new Thread(
                () -> {
                    byte[] bytes = new byte[8192];
                    try (InputStream input = process.getInputStream()) {
                        for (int length = input.read(bytes); length >= 0; length = input.read(bytes)) {
                            sink.add(bytes, length);
                        }
                    } catch (IOException closed) {
                        // The process is gone, and with it what else it had to say.
                    } finally {
                        end.run();
                    }
                },
                "peer-log-" + process.pid());
        reader.setDaemon(true);
        reader.start();
        return reader;
    }

    private static void killTree(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    private interface Sink {
        void add(byte[] bytes, int length);
    }

    private record LocalProcess(
            PeerFiles files,
            Path folder,
            Map<String, String> environment,
            Process process,
            List<Integer> ports,
            PeerLog log)
            implements Occupant {
        LocalProcess(
                PeerFiles files, Path folder, Map<String, String> environment, Process process, List<Integer> ports) {
            this(files, folder, environment, process, ports, new PeerLog());
            readerOf(process, log::add, log::end);
        }

        @Override
        public boolean isRunning() {
            return process.isAlive();
        }

        @Override
        public OptionalInt exitCode() {
            return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
        }

        @Override
        public void kill() {
            killTree(process);
            awaitEnd();
        }

        @Override
        public void stop() {
            // Those that a server started do not always end with it.
            List<ProcessHandle> children = process.descendants().toList();
            process.destroy();
            if (!awaitEnd()) {
                kill();
            }
            children.forEach(ProcessHandle::destroyForcibly);
        }

        @Override
        public Execution exec(Duration limit, List<String> command) throws InterruptedException {
            List<String> arguments = new ArrayList<>(List.of("in"));
            arguments.addAll(command);
            try {
                return finish(launch(files, environment, arguments), limit);
            } catch (IOException failed) {
                throw new PeerFailed("could not run " + command, failed);
            }
        }

        @Override
        public void close() {
            stop();
            try {
                // The line tells the launcher's watcher that nobody is left to be ended.
                process.getOutputStream().write('\n');
                process.getOutputStream().close();
            } catch (IOException gone) {
                // The watcher was ended too.
            }
            PeerFiles.delete(folder);
        }

        private boolean awaitEnd() {
            try {
                return process.waitFor(END_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
