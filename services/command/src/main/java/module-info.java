/** The {@code sennit} command. */
module dev.sennit.command {
    requires static transitive org.jspecify;
    requires dev.sennit.certs;
    requires dev.sennit.services;
    requires dev.sennit.tls;
    requires info.picocli;
    requires java.logging;
    requires jdk.unsupported;

    opens dev.sennit.command to
            info.picocli;
}
