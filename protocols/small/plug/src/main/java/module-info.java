/** The small protocols as services that are run by name. */
module dev.sennit.small.plug {
    requires static transitive org.jspecify;
    requires dev.sennit.small;
    requires transitive dev.sennit.services;

    exports dev.sennit.small.plug;

    provides dev.sennit.services.ServiceType with
            dev.sennit.small.plug.AnswerService,
            dev.sennit.small.plug.ChatService,
            dev.sennit.small.plug.CountingService,
            dev.sennit.small.plug.EchoService,
            dev.sennit.small.plug.LogFileService,
            dev.sennit.small.plug.QuoteService,
            dev.sennit.small.plug.UuidService;
}
