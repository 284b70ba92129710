package dev.sennit.small.plug;

import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.services.ServiceContext;
import dev.sennit.services.ServiceOptions;
import dev.sennit.services.ServiceType;
import dev.sennit.small.LogFile;
import dev.sennit.transport.ProtocolFactory;
import java.nio.file.Path;
import java.util.List;

/** {@code logfile}: a shared log. */
public final class LogFileService implements ServiceType {
    private static final Argument<Path> FILE = Argument.required("file", ArgumentKind.path(), "The file to append to.");

    /** For the service loader. */
    public LogFileService() {}

    @Override
    public String name() {
        return "logfile";
    }

    @Override
    public String help() {
        return "Appends every line received to a file, with the time and the peer.";
    }

    @Override
    public String description() {
        return "The file is made if it is not there. It is closed when the last line is in it.";
    }

    @Override
    public List<Argument<?>> options() {
        return List.of(FILE);
    }

    @Override
    public ProtocolFactory<?> factory(ServiceOptions options, ServiceContext context) {
        return new LogFile(options.get(FILE), context.workers(), context.clock());
    }
}
