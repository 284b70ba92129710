package dev.sennit.command;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Copies jars without their signatures, for the script {@code ./sennit}.
 *
 * <p>A signed jar is slow to start from: the JVM checks the digest of each class that it loads, and archives none of them.
 * The entries of the copies are not compressed, so that loading a class takes no decompression.
 */
final class UnsignedJars {
    private static final Pattern SIGNATURE =
            Pattern.compile("META-INF/([^/]+\\.(SF|RSA|DSA|EC)|SIG-[^/]+)", Pattern.CASE_INSENSITIVE);

    private UnsignedJars() {}

    /**
     * Copies jars to a directory and prints their names in the order in which they are given.
     *
     * @param arguments the directory to copy to; then jars, and directories of which every jar is meant, by name
     */
    public static void main(String[] arguments) throws IOException {
        List<Path> paths = Stream.of(arguments).map(Path::of).toList();
        copyAll(paths.get(0), paths.subList(1, paths.size())).forEach(System.out::println);
    }

    /** Copies jars, and those of directories; returns their names in the same order. */
    static List<String> copyAll(Path to, List<Path> sources) throws IOException {
        List<String> names = new ArrayList<>();
        for (Path from : sources) {
            for (Path jar : jars(from)) {
                String name = jar.getFileName().toString();
                copy(jar, to.resolve(name));
                names.add(name);
            }
        }
        return names;
    }

    private static List<Path> jars(Path from) throws IOException {
        if (!Files.isDirectory(from)) {
            return List.of(from);
        }
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(from, "*.jar")) {
            found.forEach(jars::add);
        }
        Collections.sort(jars);
        return jars;
    }

    /** Copies one jar: every entry but those of a signature, and the manifest without the digests that it has for them. */
    static void copy(Path from, Path to) throws IOException {
        try (ZipFile source = new ZipFile(from.toFile());
                ZipOutputStream copy = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(to)))) {
            copy.setMethod(ZipOutputStream.STORED);
            for (ZipEntry entry : Collections.list(source.entries())) {
                if (isSignature(entry.getName())) {
                    continue;
                }
                byte[] content = source.getInputStream(entry).readAllBytes();
                write(copy, entry, entry.getName().equals(JarFile.MANIFEST_NAME) ? withoutDigests(content) : content);
            }
        }
    }

    private static void write(ZipOutputStream copy, ZipEntry original, byte[] content) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(content);
        ZipEntry entry = new ZipEntry(original.getName());
        entry.setTime(original.getTime());
        entry.setSize(content.length);
        entry.setCrc(sum.getValue());
        copy.putNextEntry(entry);
        copy.write(content);
        copy.closeEntry();
    }

    /** Tells whether the JAR specification takes a file for part of a signature. */
    private static boolean isSignature(String name) {
        return SIGNATURE.matcher(name).matches();
    }

    private static byte[] withoutDigests(byte[] content) throws IOException {
        Manifest manifest = new Manifest(new ByteArrayInputStream(content));
        manifest.getEntries().values().forEach(UnsignedJars::removeDigests);
        manifest.getEntries().values().removeIf(Attributes::isEmpty);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        manifest.write(out);
        return out.toByteArray();
    }

    private static void removeDigests(Attributes attributes) {
        attributes.keySet().removeIf(name -> name.toString().endsWith("-Digest"));
    }
}
