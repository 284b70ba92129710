/** Ready-made servers, the tree that starts and stops services, and the {@code sennit} command. */
module dev.sennit.services {
    requires static transitive org.jspecify;
    requires transitive dev.sennit.endpoint;
    requires dev.sennit.transport.nio;
    requires dev.sennit.socks;
    requires dev.sennit.protocol.small;
    requires dev.sennit.certs;
    requires dev.sennit.tls;
    requires info.picocli;
    requires java.logging;
    requires jdk.unsupported;

    exports dev.sennit.services;
    exports dev.sennit.services.type;

    opens dev.sennit.services.cli to
            info.picocli;

    uses dev.sennit.services.type.ServiceType;

    provides dev.sennit.services.type.ServiceType with
            dev.sennit.services.builtin.AnswerService,
            dev.sennit.services.builtin.ChatService,
            dev.sennit.services.builtin.CountingService,
            dev.sennit.services.builtin.EchoService,
            dev.sennit.services.builtin.LogFileService,
            dev.sennit.services.builtin.QuoteService,
            dev.sennit.services.builtin.SocksService,
            dev.sennit.services.builtin.UuidService;
}
