package dev.sennit.peers;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;

/** A process of a machine; the time of its start tells it from a later one with the same number. */
record Owner(String machine, long pid, long startMillis) {
    static Owner self() {
        return new Owner(machineName(), ProcessHandle.current().pid(), startOf(ProcessHandle.current()));
    }

    static Optional<Owner> parse(String text) {
        String[] parts = text.split("/", -1);
        try {
            return parts.length == 3
                    ? Optional.of(new Owner(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2])))
                    : Optional.empty();
        } catch (NumberFormatException unknown) {
            return Optional.empty();
        }
    }

    boolean isGone() {
        return machine.equals(machineName())
                && ProcessHandle.of(pid)
                        .filter(process -> startOf(process) == startMillis)
                        .isEmpty();
    }

    @Override
    public String toString() {
        return machine + "/" + pid + "/" + startMillis;
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static String machineName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
