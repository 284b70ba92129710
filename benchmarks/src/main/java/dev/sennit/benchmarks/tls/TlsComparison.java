package dev.sennit.benchmarks.tls;

import dev.sennit.benchmarks.figures.Figures;
import dev.sennit.certs.KeyAlgorithm;
import dev.sennit.tls.TlsVersion;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * Measures handshakes and bulk of each kit in one thread, in turns, by the processor time of that thread. Handshakes count
 * both sides; bulk is sealing and opening together.
 */
public final class TlsComparison {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final String BASE = "netty on jdk";

    private final PrintStream out;
    private final int rounds;
    private final long turnNanos;
    private final String only;

    private TlsComparison(PrintStream out, int rounds, long turnNanos, String only) {
        this.out = out;
        this.rounds = rounds;
        this.turnNanos = turnNanos;
        this.only = only;
    }

    /** Runs the cases whose title contains a text, or all: {@code [--rounds 5] [--millis 1000] [--only resumed]}. */
    public static void main(String[] arguments) throws SSLException {
        int rounds = 5;
        long millis = 1000;
        String only = "";
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--rounds" -> rounds = Integer.parseInt(arguments[i + 1]);
                case "--millis" -> millis = Long.parseLong(arguments[i + 1]);
                case "--only" -> only = arguments[i + 1];
                default -> throw new IllegalArgumentException("--rounds, --millis or --only, not " + arguments[i]);
            }
        }
        new TlsComparison(System.out, rounds, millis * 1_000_000, only).run();
    }

    private void run() throws SSLException {
        out.println("Java " + Runtime.version() + ", " + rounds + " rounds of " + turnNanos / 1_000_000
                + " ms of processor time for each kit; minimum / median / maximum\n");
        for (TlsVersion version : List.of(TlsVersion.TLS_1_3, TlsVersion.TLS_1_2)) {
            for (KeyAlgorithm key : List.of(KeyAlgorithm.ECDSA_P256, KeyAlgorithm.RSA_2048)) {
                handshakes("full handshakes, " + version + ", " + key, new Contenders(version, key, false));
            }
            handshakes("resumed where the kit can, " + version, new Contenders(version, KeyAlgorithm.ECDSA_P256, true));
        }
        for (int bytes : new int[] {16_384, 1_400, 100}) {
            bulk(bytes, new Contenders(TlsVersion.TLS_1_3, KeyAlgorithm.ECDSA_P256, false));
        }
    }

    private void handshakes(String title, Contenders all) throws SSLException {
        if (!title.contains(only)) {
            return;
        }
        List<TlsContender> contenders = all.all();
        Figures figures = new Figures(labels(contenders));
        for (int round = -1; round < rounds; round++) {
            for (TlsContender contender : contenders) {
                long begun = THREADS.getCurrentThreadCpuTime();
                long end = begun + turnNanos;
                int count = 0;
                int resumed = 0;
                long now = begun;
                while (now < end) {
                    TlsContender.TlsPair pair = contender.pair();
                    resumed += pair.resumed() ? 1 : 0;
                    pair.close();
                    count++;
                    now = THREADS.getCurrentThreadCpuTime();
                }
                if (round >= 0) {
                    figures.add(contender.label(), "handshakes/s", count * 1e9 / (now - begun));
                    figures.add(contender.label(), "resumed %", 100.0 * resumed / count);
                }
            }
        }
        print(title, figures, "handshakes/s");
    }

    private void bulk(int bytes, Contenders all) throws SSLException {
        String title = "bulk, TLS 1.3, AES-128-GCM, writes of " + bytes + " bytes";
        if (!title.contains(only)) {
            return;
        }
        List<TlsContender> contenders = all.all();
        Figures figures = new Figures(labels(contenders));
        List<TlsContender.TlsPair> pairs =
                contenders.stream().map(TlsContender::pair).toList();
        for (int round = -1; round < rounds; round++) {
            for (int i = 0; i < pairs.size(); i++) {
                long begun = THREADS.getCurrentThreadCpuTime();
                long end = begun + turnNanos;
                long carried = 0;
                long now = begun;
                while (now < end) {
                    for (int writes = 0; writes < 100; writes++) {
                        long came = pairs.get(i).send(bytes);
                        if (came != bytes) {
                            throw new IllegalStateException(came + " bytes of " + bytes + " came through");
                        }
                        carried += came;
                    }
                    now = THREADS.getCurrentThreadCpuTime();
                }
                if (round >= 0) {
                    figures.add(contenders.get(i).label(), "MB/s", carried * 1e3 / (now - begun));
                }
            }
        }
        pairs.forEach(TlsContender.TlsPair::close);
        print(title, figures, "MB/s");
    }

    private void print(String title, Figures figures, String figure) {
        figures.relate(figure, BASE, "x " + BASE);
        out.println("## " + title + "\n\n" + figures.table());
    }

    private static List<String> labels(List<TlsContender> contenders) {
        return contenders.stream().map(TlsContender::label).toList();
    }
}
