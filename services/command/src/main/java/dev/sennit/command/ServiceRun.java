package dev.sennit.command;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.ServerEndpoint;
import dev.sennit.endpoint.description.EndpointSyntaxException;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.services.ServiceContext;
import dev.sennit.services.ServiceOptions;
import dev.sennit.services.ServiceType;
import dev.sennit.transport.ProtocolFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** {@code sennit serve NAME}: one service's command, made from its declaration. */
final class ServiceRun implements Callable<Integer> {
    private static final Argument<Duration> DRAIN = Argument.optional(
            "drain", ArgumentKind.duration(), Duration.ofSeconds(10), "How long connections may take to end.");
    private static final EndpointTexts ENDPOINTS = new EndpointTexts();

    private final ServiceType type;
    private final World world;
    private final Sennit root;
    private final CommandSpec spec;

    ServiceRun(ServiceType type, World world, Sennit root) {
        this.type = type;
        this.world = world;
        this.root = root;
        this.spec = CommandSpec.wrapWithoutInspection(this).name(type.name());
        describe();
    }

    CommandSpec spec() {
        return spec;
    }

    @Override
    public Integer call() throws InterruptedException {
        world.logging().accept(root.verbose());
        EndpointContext endpoints = world.endpoints().get();
        Duration drain = ServiceOptions.value(
                DRAIN, DRAIN.name(), given(DRAIN), endpoints.registry().types());
        List<ServerEndpoint> servers =
                ENDPOINTS.of(spec).stream().map(endpoints::server).toList();
        PendingWork workers = new PendingWork(endpoints.reactor().workers());
        ServiceContext context = new ServiceContext(endpoints, workers, Clock.systemUTC(), world.terminal()::println);
        int code = new Serving(world, type.name(), servers, drain).run(factory(context));
        // A log's last lines, say, may still be on their way to the disk.
        workers.awaitEnd();
        return code;
    }

    private ProtocolFactory<?> factory(ServiceContext context) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Argument<?> option : type.options()) {
            if (spec.commandLine().getParseResult().hasMatchedOption("--" + option.name())) {
                texts.put(option.name(), given(option));
            }
        }
        try {
            return type.factory(
                    ServiceOptions.read(
                            type, texts, context.endpoints().registry().types()),
                    context);
        } catch (EndpointSyntaxException mistake) {
            throw mistake;
        } catch (IllegalArgumentException mistake) {
            throw new ParameterException(spec.commandLine(), String.valueOf(mistake.getMessage()), mistake);
        }
    }

    private <T> String given(Argument<T> option) {
        String fallback = option.defaultValue().map(option.kind()::format).orElse("");
        return spec.commandLine().getParseResult().matchedOptionValue("--" + option.name(), fallback);
    }

    private void describe() {
        spec.usageMessage().header(escaped(type.help()));
        if (!type.description().isEmpty()) {
            spec.usageMessage().description(escaped(type.description()));
        }
        spec.addPositional(ENDPOINTS.parameter());
        type.options().forEach(option -> spec.addOption(specOf(option)));
        spec.addOption(specOf(DRAIN));
    }

    private static <T> OptionSpec specOf(Argument<T> option) {
        String[] names = option.names().stream().map(name -> "--" + name).toArray(String[]::new);
        boolean flag = option.kind() == ArgumentKind.bool();
        return OptionSpec.builder(names)
                .type(String.class)
                .paramLabel("VALUE")
                .arity(flag ? "0..1" : "1")
                .fallbackValue(flag ? "true" : "")
                .required(option.isRequired())
                .description(escaped(Declarations.explain(option)))
                .build();
    }

    /** Takes from a text what picocli would read as a format. */
    private static String escaped(String text) {
        return text.replace("%", "%%");
    }

    /** The positional parameter, and how to read what was given for it. */
    private static final class EndpointTexts {
        PositionalParamSpec parameter() {
            return PositionalParamSpec.builder()
                    .index("0..*")
                    .arity("1..*")
                    .required(true)
                    .type(List.class)
                    .auxiliaryTypes(String.class)
                    .paramLabel("ENDPOINT")
                    .description("Where to listen, such as tcp:8007; 'sennit endpoints' lists what there is.")
                    .build();
        }

        List<String> of(CommandSpec spec) {
            return spec.commandLine().getParseResult().matchedPositionalValue(0, List.of());
        }
    }
}
