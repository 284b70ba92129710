package dev.sennit.peers;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

/** Where each peer of a run was, or why it was nowhere. */
final class PeerTable {
    private final Map<String, String> lines = new TreeMap<>();

    synchronized void ran(String role, PeerHome home) {
        lines.put(role, home.toString());
    }

    synchronized void skipped(String role, String reason) {
        lines.putIfAbsent(role, "skipped: " + reason);
    }

    synchronized void print(PrintStream out) {
        if (!lines.isEmpty()) {
            StringBuilder text = new StringBuilder("Peers of this run:\n");
            lines.forEach((role, line) -> text.append("  %-11s %s%n".formatted(role, line)));
            out.print(text);
            out.flush();
        }
    }
}
