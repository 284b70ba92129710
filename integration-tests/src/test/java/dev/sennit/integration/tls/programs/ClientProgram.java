package dev.sennit.integration.tls.programs;

import dev.sennit.integration.tls.Alert;
import dev.sennit.integration.tls.Keys;
import dev.sennit.integration.tls.LineClient;
import dev.sennit.peers.Execution;
import dev.sennit.peers.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The programs that call our servers. */
enum ClientProgram {
    OPENSSL,
    GNUTLS,
    CURL,
    TWISTED;

    /** Returns a call that trusts {@link Keys#CA} and wants the server to be {@code localhost}. */
    Call call(Keys keys) {
        return new Call(this, keys.file(Keys.CA), "localhost", Optional.empty(), Optional.empty(), "");
    }

    /** Returns how it ends when our server sends it this alert. */
    ProgramExit received(Alert alert) {
        return switch (this) {
            case OPENSSL, TWISTED -> ProgramExit.failure(1, "alert " + alert.words());
            case GNUTLS -> ProgramExit.failure(1, "Received alert [" + alert.number() + "]");
            // 35 during the handshake and 56 after it, as in TLS 1.3 for its certificate.
            case CURL -> new ProgramExit(Set.of(35, 56), List.of("curl: ", "alert " + alert.words()));
        };
    }

    /**
     * A call to a server of ours: the program sends a line, or a request of HTTP, and prints what comes back.
     *
     * @param ca the file of the authority that it trusts
     * @param name the name of the server that it asks for, and wants to find in the certificate
     * @param own the files of its own certificate and key, without their endings; empty for none
     * @param alpn the application protocol that it offers; empty for none
     * @param options further options of the program
     */
    record Call(
            ClientProgram program,
            String ca,
            String name,
            Optional<String> own,
            Optional<String> alpn,
            String options) {
        Call to(String server) {
            return new Call(program, ca, server, own, alpn, options);
        }

        Call showing(String files) {
            return new Call(program, ca, name, Optional.of(files), alpn, options);
        }

        Call offering(String protocol) {
            return new Call(program, ca, name, own, Optional.of(protocol), options);
        }

        Call with(String more) {
            return new Call(program, ca, name, own, alpn, options + " " + more);
        }

        /** Runs it beside a peer. */
        Execution run(Peer beside, String host, int port) throws InterruptedException {
            return beside.exec(command(host, port).toArray(String[]::new));
        }

        private List<String> command(String host, int port) {
            return switch (program) {
                case OPENSSL -> shell(openssl(host, port));
                case GNUTLS -> shell(gnutls(host, port));
                case CURL -> shell(curl(host, port));
                case TWISTED -> twisted(host, port);
            };
        }

        private String openssl(String host, int port) {
            return "printf '" + LineClient.LINE + "\\n' | openssl s_client -connect " + host + ":" + port
                    + (options.contains("-noservername") ? "" : " -servername " + name)
                    + " -verify_hostname " + name + " -CAfile " + ca + " -verify_return_error -ign_eof"
                    + own.map(files -> " -cert " + files + ".pem -key " + files + ".key")
                            .orElse("")
                    + alpn.map(protocol -> " -alpn " + protocol).orElse("") + options;
        }

        private String gnutls(String host, int port) {
            return "printf '" + LineClient.LINE + "\\n' | gnutls-cli --x509cafile " + ca + " --verify-hostname=" + name
                    + " --sni-hostname=" + name + " -p " + port
                    + own.map(files -> " --x509certfile " + files + ".pem --x509keyfile " + files + ".key")
                            .orElse("")
                    + alpn.map(protocol -> " --alpn " + protocol).orElse("") + options + " " + host;
        }

        private String curl(String host, int port) {
            return "curl -sS -i -m 20 --noproxy '*' --cacert " + ca + " --connect-to " + name + ":" + port + ":" + host
                    + ":" + port
                    + own.map(files -> " --cert " + files + ".pem --key " + files + ".key")
                            .orElse("")
                    + (alpn.isPresent() ? " --http1.1" : " --no-alpn") + options + " https://" + name + ":" + port
                    + "/";
        }

        private List<String> twisted(String host, int port) {
            List<String> command = new ArrayList<>(List.of("twisted_client.py", "--tls", name, "--ca", ca));
            own.ifPresent(files -> command.addAll(List.of("--cert", files + ".pem", "--key", files + ".key")));
            alpn.ifPresent(protocol -> command.addAll(List.of("--alpn", protocol)));
            command.addAll(List.of("lines", host, Integer.toString(port), LineClient.LINE));
            return command;
        }

        private static List<String> shell(String line) {
            return List.of("sh", "-c", line);
        }
    }
}
