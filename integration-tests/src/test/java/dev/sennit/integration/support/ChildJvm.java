package dev.sennit.integration.support;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another virtual machine like this one, with the same class path. */
public final class ChildJvm {
    private ChildJvm() {}

    /** Starts a {@code main}. */
    public static Program start(Class<?> main, Object... arguments) throws IOException {
        return Program.start(command("512m", main, arguments));
    }

    /** Starts a {@code main} with a heap of at most this size, such as {@code 32m}. */
    public static Program startWithHeap(String heap, Class<?> main, Object... arguments) throws IOException {
        return Program.start(command(heap, main, arguments));
    }

    /** Starts a {@code main} that may have no more than this many descriptors open. */
    public static Program startWithDescriptors(int limit, Class<?> main, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -n " + limit + "; exec \"$@\"", "sh"));
        command.addAll(command("512m", main, arguments));
        return Program.start(command);
    }

    /** The class path of this virtual machine, entry by entry. */
    public static List<Path> classPath() {
        List<Path> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            entries.add(Path.of(entry));
        }
        return entries;
    }

    /** The {@code java} that runs this. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static List<String> command(String heap, Class<?> main, Object... arguments) {
        List<String> command = new ArrayList<>(
                List.of(java(), "-Xmx" + heap, "-cp", System.getProperty("java.class.path"), main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return command;
    }
}
