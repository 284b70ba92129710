package dev.sennit.benchmarks.echo;

import java.util.ArrayList;
import java.util.List;

/**
 * Which process runs where: the server on processor 0, the load on processor 1, so that neither disturbs the other.
 *
 * @param on whether there are two processors to keep apart
 */
record Pinning(boolean on) {
    List<String> onServer(List<String> command) {
        return on(0, command);
    }

    List<String> onLoad(List<String> command) {
        return on(1, command);
    }

    private List<String> on(int processor, List<String> command) {
        if (!on) {
            return command;
        }
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", Integer.toString(processor)));
        pinned.addAll(command);
        return pinned;
    }
}
