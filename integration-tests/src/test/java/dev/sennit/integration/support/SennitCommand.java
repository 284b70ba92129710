package dev.sennit.integration.support;

import dev.sennit.command.Main;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@code sennit} command as it was packaged: the jar and the libraries that the script {@code ./sennit} starts, without
 * the script, which would build again what is being tested.
 */
public final class SennitCommand {
    private SennitCommand() {}

    /** Starts the command. */
    public static Program start(String... arguments) throws IOException {
        return Program.start(line(arguments));
    }

    /** What starts the command, word by word. */
    public static List<String> line(String... arguments) {
        List<String> line =
                new ArrayList<>(List.of(ChildJvm.java(), "-Xshare:auto", "-cp", classPath(), Main.class.getName()));
        line.addAll(List.of(arguments));
        return line;
    }

    /** Returns the jar of the module of the command, as it was packaged. */
    public static Path jar() {
        return ChildJvm.classPath().stream()
                .filter(entry -> entry.getFileName().toString().matches("sennit-command-.*\\.jar"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the module of the command is not packaged"));
    }

    /** Returns the directory of the jars that the command needs beside its own. */
    public static Path libraries() {
        Path libraries = jar().resolveSibling("lib");
        if (!Files.isDirectory(libraries)) {
            throw new IllegalStateException("there is no " + libraries + ", which its packaging makes");
        }
        return libraries;
    }

    private static String classPath() {
        return jar() + File.pathSeparator + libraries() + File.separator + "*";
    }
}
