package dev.sennit.small.plug;

import dev.sennit.services.ServiceContext;
import dev.sennit.services.ServiceOptions;
import dev.sennit.services.ServiceType;
import dev.sennit.small.Answer;
import dev.sennit.transport.ProtocolFactory;

/** {@code answer}: lines in, lines out. */
public final class AnswerService implements ServiceType {

    /** For the service loader. */
    public AnswerService() {}

    @Override
    public String name() {
        return "answer";
    }

    @Override
    public String help() {
        return "Answers the questions it knows, a line each.";
    }

    @Override
    public String description() {
        return "Try: How are you? Letter case and the amount of white space make no difference.";
    }

    @Override
    public ProtocolFactory<?> factory(ServiceOptions options, ServiceContext context) {
        return new Answer();
    }
}
