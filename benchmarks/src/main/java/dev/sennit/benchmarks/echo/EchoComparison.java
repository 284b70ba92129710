package dev.sennit.benchmarks.echo;

import dev.sennit.benchmarks.figures.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Runs echo servers beside each other under the same load and prints what each request cost.
 *
 * <p>Every server is a process of its own on processor 0, the load one on processor 1. All servers are warmed up first;
 * then they have their turns round by round, so that what disturbs the machine disturbs all of them. A server listed
 * twice is the control: what differs between its two rows is noise.
 */
public final class EchoComparison {
    private static final String CPU = "CPU µs/request";

    private static final long TRACED_REQUESTS = 20_000;

    private final Options options;
    private final Pinning pinning;
    private final Companion load;

    private EchoComparison(Options options, Pinning pinning, Companion load) {
        this.options = options;
        this.pinning = pinning;
        this.load = load;
    }

    /** Takes the options that {@code --help} lists. */
    public static void main(String[] args) throws IOException {
        if (args.length == 1 && args[0].equals("--help")) {
            System.out.print(Options.HELP);
            return;
        }
        Options options = Options.of(args);
        int processors = Runtime.getRuntime().availableProcessors();
        Pinning pinning = new Pinning(processors > 1);
        System.out.printf(
                "%d processors%s, Java %s %s, load average %s%n%n",
                processors,
                pinning.on() ? ", server on 0, load on 1" : ", not pinned",
                Runtime.version(),
                Contender.JAVA_FLAGS,
                Files.readString(Path.of("/proc/loadavg")).strip());
        try (Companion load = Companion.start(
                pinning.onLoad(Contender.java(List.of("EchoLoad"), List.of("-XX:+UseSerialGC", "-Xmx256m"))))) {
            EchoComparison comparison = new EchoComparison(options, pinning, load);
            for (Workload workload : options.cases()) {
                System.out.println(workload + "; " + options.rounds() + " rounds; minimum / median / maximum\n");
                Figures figures = workload == Workload.IDLE ? comparison.idle(workload) : comparison.busy(workload);
                System.out.println(figures.table());
            }
        }
    }

    private Figures busy(Workload workload) throws IOException {
        Figures figures = new Figures(options.labels());
        List<Companion> servers = new ArrayList<>();
        List<String> ports = new ArrayList<>();
        try {
            for (Contender server : options.servers()) {
                Companion started = server.start(pinning);
                servers.add(started);
                ports.add(port(started));
            }
            for (String port : ports) {
                load.ask(workload.openOn(port));
                load.ask("run " + workload.requests(options.warmUp()));
                load.ask("close");
            }
            for (int round = 0; round < options.rounds(); round++) {
                for (int i : order(round)) {
                    load.ask(workload.openOn(ports.get(i)));
                    measure(servers.get(i), i, workload.requests(options.requests()), figures);
                    load.ask("close");
                }
            }
            if (SystemCalls.arePossible()) {
                for (int i = 0; i < ports.size(); i++) {
                    load.ask(workload.openOn(ports.get(i)));
                    trace(servers.get(i), i, workload.requests(TRACED_REQUESTS), figures);
                    load.ask("close");
                }
            }
        } finally {
            for (Companion server : servers) {
                server.close();
            }
        }
        relateToFloors(CPU, figures);
        return figures;
    }

    private void measure(Companion server, int number, long requests, Figures figures) throws IOException {
        boolean java = options.servers().get(number).isJava();
        String label = options.labels().get(number);
        long allocatedBefore = java ? Long.parseLong(server.ask("allocated")) : 0;
        Companion.CpuTime before = server.cpuTime();
        String[] answer = load.ask("run " + requests).split(" ", -1);
        Companion.CpuTime spent = server.cpuTime().minus(before);
        figures.add(label, CPU, (double) spent.sumMicros() / requests);
        figures.add(label, "of it user", (double) spent.userMicros() / requests);
        figures.add(label, "requests/s", requests * 1e9 / Long.parseLong(answer[0]));
        figures.add(label, "p50 µs", Double.parseDouble(answer[1]));
        figures.add(label, "p99 µs", Double.parseDouble(answer[2]));
        figures.add(label, "RSS MiB", server.residentKibibytes() / 1024.0);
        if (java) {
            long allocated = Long.parseLong(server.ask("allocated")) - allocatedBefore;
            figures.add(label, "B allocated/request", (double) allocated / requests);
        }
    }

    private void trace(Companion server, int number, long requests, Figures figures) throws IOException {
        try (SystemCalls calls = SystemCalls.of(server)) {
            load.ask("run " + requests);
            String label = options.labels().get(number);
            calls.stop().ifPresent(count -> figures.add(label, "system calls/request", (double) count / requests));
        }
    }

    /** Each turn is a process of its own, since memory once touched stays with a process. */
    private Figures idle(Workload workload) throws IOException {
        Figures figures = new Figures(options.labels());
        for (int round = 0; round < options.rounds(); round++) {
            for (int i : order(round)) {
                try (Companion server = options.servers().get(i).start(pinning)) {
                    measureIdle(server, i, workload, figures);
                }
            }
        }
        relateToFloors("RSS MiB", figures);
        return figures;
    }

    private void measureIdle(Companion server, int number, Workload workload, Figures figures) throws IOException {
        boolean java = options.servers().get(number).isJava();
        String label = options.labels().get(number);
        String port = port(server);
        // A few first, so that classes and pools are not counted with the connections.
        load.ask("open " + port + " 64 128");
        long before = java ? Long.parseLong(server.ask("heap")) : 0;
        load.ask("close");
        load.ask(workload.openOn(port));
        figures.add(label, "RSS MiB", server.residentKibibytes() / 1024.0);
        if (java) {
            long heap = Long.parseLong(server.ask("heap")) - before;
            figures.add(label, "heap B/connection", (double) heap / workload.connections());
            figures.add(label, "direct KiB in all", Long.parseLong(server.ask("direct")) / 1024.0);
        }
        load.ask("close");
    }

    /** To and fro, so that nobody always follows the same neighbour. */
    private List<Integer> order(int round) {
        List<Integer> order = new ArrayList<>(
                IntStream.range(0, options.servers().size()).boxed().toList());
        if (round % 2 == 1) {
            Collections.reverse(order);
        }
        return order;
    }

    private void relateToFloors(String figure, Figures figures) {
        for (Contender floor : Contender.values()) {
            if (floor.isFloor() && options.servers().contains(floor)) {
                figures.relate(figure, floor.label(), figure.split(" ", 2)[0] + " ÷ " + floor.label());
            }
        }
    }

    private static String port(Companion server) throws IOException {
        return server.hear("port").replace("port ", "");
    }
}
