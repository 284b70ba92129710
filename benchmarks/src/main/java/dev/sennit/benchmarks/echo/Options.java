package dev.sennit.benchmarks.echo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What {@link EchoComparison} is to do.
 *
 * @param rounds how often each server has its turn in each case
 * @param warmUp round trips on each server before the first round
 * @param requests timed round trips in a turn, of 128 bytes; cases with longer messages take fewer
 * @param cases which cases
 * @param servers in the order of their turns; a name that comes twice is two processes
 */
record Options(int rounds, long warmUp, long requests, List<Workload> cases, List<Contender> servers) {
    static final String HELP = """
            --rounds 5          turns of each server in each case
            --warmup 500000     round trips on each server before its first turn
            --requests 200000   timed round trips in a turn, of 128 bytes; longer messages take fewer
            --cases LIST        of ping, bulk16k, bulk256k, idle
            --servers LIST      of c, nio, sennit, netty-nio, netty-epoll; twice the same is a control
            """;

    private static final List<String> SERVERS = List.of("c", "nio", "sennit", "netty-epoll", "netty-nio", "nio");

    /**
     * Reads options, each a name and a value.
     *
     * @throws IllegalArgumentException for a name or value that it does not know
     */
    static Options of(String[] arguments) {
        Options options = new Options(5, 500_000, 200_000, List.of(Workload.values()), contenders(SERVERS));
        if (arguments.length % 2 == 1) {
            throw new IllegalArgumentException("each option takes a value");
        }
        for (int i = 0; i < arguments.length; i += 2) {
            options = options.with(arguments[i], arguments[i + 1]);
        }
        return options;
    }

    /** A name for each server's process; a server's second process is its control. */
    List<String> labels() {
        List<String> labels = new ArrayList<>();
        for (Contender server : servers) {
            String label = server.label();
            labels.add(labels.contains(label) ? label + " again" : label);
        }
        return labels;
    }

    private Options with(String name, String value) {
        List<String> words = Arrays.asList(value.split(",", -1));
        return switch (name) {
            case "--rounds" -> new Options(Integer.parseInt(value), warmUp, requests, cases, servers);
            case "--warmup" -> new Options(rounds, Long.parseLong(value), requests, cases, servers);
            case "--requests" -> new Options(rounds, warmUp, Long.parseLong(value), cases, servers);
            case "--cases" ->
                new Options(
                        rounds,
                        warmUp,
                        requests,
                        words.stream().map(Workload::named).toList(),
                        servers);
            case "--servers" -> new Options(rounds, warmUp, requests, cases, contenders(words));
            default -> throw new IllegalArgumentException("there is no option '" + name + "'");
        };
    }

    private static List<Contender> contenders(List<String> names) {
        return names.stream().map(Contender::named).filter(Contender::isPresent).toList();
    }
}
