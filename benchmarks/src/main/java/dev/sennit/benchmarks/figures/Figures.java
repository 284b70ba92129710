package dev.sennit.benchmarks.figures;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** What was measured for each server in each round, printed as a table of minimum, median and maximum. */
public final class Figures {
    private final Map<String, Map<String, List<Double>>> byServer = new LinkedHashMap<>();

    /** For these contenders, in the order of the rows. */
    public Figures(List<String> servers) {
        servers.forEach(server -> byServer.put(server, new LinkedHashMap<>()));
    }

    /** Adds what one round showed. */
    public void add(String server, String figure, double value) {
        of(server).computeIfAbsent(figure, name -> new ArrayList<>()).add(value);
    }

    /** Adds, for each round, one figure of each server divided by that of the base in the same round. */
    public void relate(String figure, String base, String name) {
        List<Double> below = of(base).getOrDefault(figure, List.of());
        for (String server : byServer.keySet()) {
            List<Double> above = of(server).getOrDefault(figure, List.of());
            for (int round = 0; round < Math.min(below.size(), above.size()); round++) {
                add(server, name, above.get(round) / below.get(round));
            }
        }
    }

    /** A table in Markdown: a row for each server, a column for each figure. */
    public String table() {
        List<String> figures = byServer.values().stream()
                .flatMap(values -> values.keySet().stream())
                .distinct()
                .toList();
        StringBuilder table = new StringBuilder("| server |");
        figures.forEach(figure -> table.append(' ').append(figure).append(" |"));
        table.append("\n|---|").append("---|".repeat(figures.size())).append('\n');
        byServer.forEach((server, values) -> table.append("| ")
                .append(server)
                .append(" | ")
                .append(figures.stream()
                        .map(figure -> spread(values.getOrDefault(figure, List.of())))
                        .collect(Collectors.joining(" | ")))
                .append(" |\n"));
        return table.toString();
    }

    private Map<String, List<Double>> of(String server) {
        Map<String, List<Double>> values = byServer.get(server);
        if (values == null) {
            throw new IllegalArgumentException("no server named " + server + " among " + byServer.keySet());
        }
        return values;
    }

    private static String spread(List<Double> values) {
        if (values.isEmpty()) {
            return "–";
        }
        if (values.size() == 1) {
            return shown(values.get(0));
        }
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return DoubleStream.of(sorted[0], median, sorted[sorted.length - 1])
                .mapToObj(Figures::shown)
                .collect(Collectors.joining(" / "));
    }

    private static String shown(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.2f" : "%.0f", value);
    }
}
