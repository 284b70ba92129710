package dev.sennit.integration.tls;

import dev.sennit.peers.Execution;
import dev.sennit.peers.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A call of another program's to a server of ours: it says a line, and prints the answer.
 *
 * @param program which
 * @param ca the file of the authority that it trusts
 * @param name what it calls the server, to it and in its certificate
 * @param own the files of its own certificate and key, without their endings; empty for none
 * @param alpn the application protocol that it offers; empty for none
 * @param options more, in the program's own words
 */
record TheirClient(
        Program program, String ca, String name, Optional<String> own, Optional<String> alpn, String options) {
    private static final Map<Integer, String> OPENSSL_WORDS = Map.of(
            40, "handshake failure",
            42, "bad certificate",
            44, "certificate revoked",
            46, "certificate unknown",
            48, "unknown ca",
            70, "protocol version",
            116, "certificate required",
            120, "no application protocol");

    /** The programs that call. */
    enum Program {
        OPENSSL,
        GNUTLS,
        CURL,
        TWISTED
    }

    static TheirClient of(Program program, Keys keys) {
        return new TheirClient(program, keys.file("ca.pem"), "localhost", Optional.empty(), Optional.empty(), "");
    }

    TheirClient trusting(String file) {
        return new TheirClient(program, file, name, own, alpn, options);
    }

    TheirClient named(String value) {
        return new TheirClient(program, ca, value, own, alpn, options);
    }

    TheirClient showing(String files) {
        return new TheirClient(program, ca, name, Optional.of(files), alpn, options);
    }

    TheirClient speaking(String protocol) {
        return new TheirClient(program, ca, name, own, Optional.of(protocol), options);
    }

    TheirClient with(String more) {
        return new TheirClient(program, ca, name, own, alpn, options + " " + more);
    }

    /** What it prints if we end the handshake with this alert. */
    String told(int alert) {
        String words = OPENSSL_WORDS.get(alert);
        return switch (program) {
            case OPENSSL, TWISTED -> "1 …alert " + words + "…";
            case GNUTLS -> "1 …Received alert [" + alert + "]…";
            case CURL -> "…curl: …alert " + words + "…";
        };
    }

    /** Calls; returns the exit code and what was printed. */
    String call(Peer place, String host, int port) throws InterruptedException {
        Execution done = place.exec(command(host, port).toArray(String[]::new));
        return done.exitCode() + " " + done.output();
    }

    private List<String> command(String host, int port) {
        return switch (program) {
            case OPENSSL ->
                shell("printf 'ahoy\\n' | openssl s_client -connect " + host + ":" + port
                        + (options.contains("-noservername") ? "" : " -servername " + name)
                        + " -verify_hostname " + name + " -CAfile " + ca + " -verify_return_error -ign_eof"
                        + own.map(files -> " -cert " + files + ".pem -key " + files + ".key")
                                .orElse("")
                        + alpn.map(protocol -> " -alpn " + protocol).orElse("") + options);
            case GNUTLS ->
                shell("printf 'ahoy\\n' | gnutls-cli --x509cafile " + ca + " --verify-hostname=" + name
                        + " --sni-hostname=" + name + " -p " + port
                        + own.map(files -> " --x509certfile " + files + ".pem --x509keyfile " + files + ".key")
                                .orElse("")
                        + alpn.map(protocol -> " --alpn " + protocol).orElse("") + options + " " + host);
            case CURL ->
                shell("curl -sS -i -m 20 --noproxy '*' --cacert " + ca + " --connect-to " + name + ":" + port + ":"
                        + host + ":" + port
                        + own.map(files -> " --cert " + files + ".pem --key " + files + ".key")
                                .orElse("")
                        + (alpn.isPresent() ? " --http1.1" : " --no-alpn") + options + " https://" + name + ":"
                        + port + "/");
            case TWISTED -> twisted(host, port);
        };
    }

    private List<String> twisted(String host, int port) {
        List<String> command = new ArrayList<>(List.of("twisted_client.py", "--tls", name, "--ca", ca));
        own.ifPresent(files -> command.addAll(List.of("--cert", files + ".pem", "--key", files + ".key")));
        alpn.ifPresent(protocol -> command.addAll(List.of("--alpn", protocol)));
        command.addAll(List.of("lines", host, Integer.toString(port), "ahoy"));
        return command;
    }

    private static List<String> shell(String line) {
        return List.of("sh", "-c", line);
    }
}
