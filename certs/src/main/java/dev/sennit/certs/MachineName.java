package dev.sennit.certs;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What this machine calls itself. */
final class MachineName {
    /** Where Linux tells it without asking a name server, which may take long to answer. */
    private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");

    private MachineName() {}

    /** Finds the machine's name, if it has one that a certificate can hold. */
    static Optional<String> find() {
        String name;
        try {
            name = Files.isReadable(LINUX)
                    ? Files.readString(LINUX).strip()
                    : InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            // A certificate without it will do.
            return Optional.empty();
        }
        return usable(name);
    }

    static Optional<String> usable(String name) {
        try {
            boolean dns = SubjectName.of(name) instanceof SubjectName.Dns;
            return dns ? Optional.of(name) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
