package dev.sennit.peers;

import com.github.dockerjava.api.model.PruneType;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.builder.ImageFromDockerfile;

/** Builds the image of the peers. */
final class ImageBuild {
    private static final long LIMIT_MINUTES = 15;

    private ImageBuild() {}

    /**
     * Builds the image, under the name {@link PeerFiles#imageName}. The engine pulls the base image if it does not have it.
     *
     * @param arguments for the Dockerfile, such as {@code BASE}
     * @throws PeerFailed if that fails; no layer is left then
     */
    static void run(PeerFiles files, Map<String, String> arguments) {
        ImageFromDockerfile image = new ImageFromDockerfile(files.imageName(), false)
                .withBuildArgs(arguments)
                .withBuildImageCmdModifier(
                        command -> command.withNetworkMode("host").withForcerm(true));
        files.imageFiles()
                .forEach(name -> image.withFileFromPath(name, files.folder().resolve(name)));
        try {
            String unused = image.get(LIMIT_MINUTES, TimeUnit.MINUTES);
        } catch (TimeoutException | RuntimeException failed) {
            removeLayers();
            throw new PeerFailed("the image of the peers could not be built: " + failed.getMessage(), failed);
        }
    }

    /** Removes what a build that failed left: its layers have the label of the image, but no name. */
    private static void removeLayers() {
        DockerClientFactory.lazyClient()
                .pruneCmd(PruneType.IMAGES)
                .withLabelFilter(Engine.LABEL + "=image")
                .withDangling(true)
                .exec();
    }
}
