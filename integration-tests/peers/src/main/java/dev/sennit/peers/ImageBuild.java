package dev.sennit.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the script that builds the image of the peers. */
final class ImageBuild {
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final int SHOWN_LINES = 20;

    private ImageBuild() {}

    /**
     * Builds the image of the files in this directory, if the engine does not have it.
     *
     * @throws PeerFailed if that fails; nothing is left then, and the message ends with what was printed last
     */
    static void run(Path folder) {
        run(folder, Map.of());
    }

    static void run(Path folder, Map<String, String> environment) {
        Path output = folder.resolve("build.log");
        try {
            ProcessBuilder builder = new ProcessBuilder(
                            "/bin/sh", folder.resolve("build-image").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process build = builder.start();
            boolean ended = build.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (!ended) {
                build.descendants().forEach(ProcessHandle::destroy);
                build.destroy();
                throw new PeerFailed("the image of the peers was not built within " + LIMIT + "\n" + tail(output));
            }
            if (build.exitValue() != 0) {
                throw new PeerFailed("the image of the peers could not be built:\n" + tail(output));
            }
        } catch (IOException failed) {
            throw new PeerFailed("the image of the peers could not be built", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new PeerFailed("the image of the peers could not be built", interrupted);
        }
    }

    private static String tail(Path output) throws IOException {
        List<String> lines = Files.readAllLines(output);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }
}
