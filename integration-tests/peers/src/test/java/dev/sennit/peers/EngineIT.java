package dev.sennit.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.model.Image;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What concerns containers only. */
@Timeout(30)
@NeedsPeer("curl")
class EngineIT {
    @BeforeEach
    void onlyInContainers(Peers peers) {
        assumeTrue(peers.home().isContainer(), "the peers of this run are local processes");
    }

    @Test
    void anImageThatFailsToBuildLeavesNoLayer() throws Exception {
        Engine engine = Engine.find(false);
        try (PeerFiles files = PeerFiles.unpack()) {
            String base = files.imageName();
            Path dockerfile = files.folder().resolve("Dockerfile");
            String text = Files.readString(dockerfile);
            Files.writeString(
                    dockerfile, text.replace("apt-get update", "false").replace("RUN", "RUN echo > /made\nRUN"));
            Set<String> before = images(engine);
            PeerFailed failed = assertThrows(PeerFailed.class, () -> ImageBuild.run(files, Map.of("BASE", base)));
            assertTrue(failed.getMessage().contains("returned a non-zero code: 1"), failed.getMessage());
            assertTrue(failed.getMessage().contains("could not be built"), failed.getMessage());
            assertEquals(before, images(engine));
            assertFalse(engine.hasImage(files.imageName()));
            assertFalse(files.imageName().equals(base));
        }
    }

    @Test
    void theContainerOfAProcessThatIsGoneIsSweptAway() {
        Engine engine = Engine.find(false);
        // This process, but for the time of its start: one that had its number before.
        String gone = Engine.labels().get(Engine.OWNER_LABEL).replaceAll("/\\d+$", "/1");
        String left = container(engine, gone);
        String ours = container(engine, Engine.labels().get(Engine.OWNER_LABEL));
        try {
            engine.sweep();
            assertEquals(List.of(ours), labelled(engine, List.of(left, ours)));
        } finally {
            engine.remove(ours);
            engine.remove(left);
        }
    }

    private static String container(Engine engine, String owner) {
        try (PeerFiles files = PeerFiles.unpack()) {
            return engine.client()
                    .createContainerCmd(files.imageName())
                    .withCmd("curl")
                    .withLabels(Map.of(Engine.LABEL, "peer", Engine.OWNER_LABEL, owner))
                    .exec()
                    .getId();
        }
    }

    private static List<String> labelled(Engine engine, List<String> ids) {
        return engine
                .client()
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(List.of(Engine.OWNER_LABEL))
                .exec()
                .stream()
                .map(container -> container.getId())
                .filter(ids::contains)
                .toList();
    }

    private static Set<String> images(Engine engine) {
        return engine.client().listImagesCmd().withShowAll(true).exec().stream()
                .map(Image::getId)
                .collect(Collectors.toSet());
    }
}
