package dev.sennit.command;

import dev.sennit.command.Signals.StopSignal;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.ServerEndpoint;
import dev.sennit.endpoint.description.EndpointSyntaxException;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.services.EndpointService;
import dev.sennit.services.ServiceContext;
import dev.sennit.services.ServiceOptions;
import dev.sennit.services.ServiceType;
import dev.sennit.services.ServiceTypes;
import dev.sennit.transport.DrainReport;
import dev.sennit.transport.ForwardingFactory;
import dev.sennit.transport.Listener;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.StreamAddress;
import dev.sennit.transport.deferred.Deferred;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sennit serve}: each service is a command under it ({@link ServiceRun}). */
@Command(
        name = "serve",
        description = {
            "Runs a service on one or more endpoints until it is told to stop.",
            "",
            "Prints a line for each listener, with its real address. On Ctrl-C, SIGTERM or SIGHUP it stops accepting,"
                    + " serves what has arrived, lets connections come to their end, and after the time that --drain gives"
                    + " cuts off the rest. A second signal, a second later or more, ends it at once."
        },
        synopsisSubcommandLabel = "SERVICE ENDPOINT... [--OPTION=VALUE...] [--drain=TIME]",
        commandListHeading = "%nServices ('sennit serve SERVICE --help' shows the options of one):%n",
        footer = {"", "Example: sennit serve chat tcp:8007 tcp:8008:interface=localhost --drain=5s"})
final class ServeCommand implements Callable<Integer> {
    private final World world;

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the spec before it calls anything.
    ServeCommand(World world) {
        this.world = world;
    }

    /**
     * Builds the command and those of the services under it.
     *
     * @param first the first argument; where it names a service, the command of that service alone is built
     */
    static CommandLine assemble(World world, Sennit root, String first) {
        CommandLine serve = new CommandLine(new ServeCommand(world));
        ServiceTypes services = world.services().get();
        List<ServiceType> needed = services.find(first).map(List::of).orElseGet(services::all);
        needed.forEach(type -> serve.addSubcommand(new ServiceRun(type, world, root).spec()));
        return serve;
    }

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "which service? Known: "
                        + String.join(
                                ", ",
                                world.services().get().all().stream()
                                        .map(type -> type.name())
                                        .toList()));
    }

    /** {@code sennit serve NAME}: one service's command, made from its declaration. */
    static final class ServiceRun implements Callable<Integer> {
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
            ServiceContext context =
                    new ServiceContext(endpoints, workers, Clock.systemUTC(), world.terminal()::println);
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

        /** A service from its start to the end of its drain. */
        private static final class Serving {
            private final World world;
            private final String name;
            private final List<ServerEndpoint> endpoints;
            private final Duration drain;
            private final Deferred.Source<Boolean> stop = new Deferred.Source<>();

            Serving(World world, String name, List<ServerEndpoint> endpoints, Duration drain) {
                this.world = world;
                this.name = name;
                this.endpoints = endpoints;
                this.drain = drain;
            }

            /**
             * Serves until a signal comes, or nobody can come any more: {@code stdio} has had its one connection.
             *
             * @return the exit code: 0 unless somebody was cut off
             */
            int run(ProtocolFactory<?> factory) throws InterruptedException {
                ProtocolFactory<?> watched = new Watched<>(factory, () -> stop.succeed(true));
                EndpointService service = new EndpointService(name, watched, endpoints, drain);
                world.signals()
                        .onStop(
                                List.of("TERM", "INT", "HUP"),
                                new StopRequests(first -> stop.succeed(true), this::abort));
                service.start().await();
                announce(service.listeners());
                stop.deferred().await();
                return drain(service);
            }

            private void abort(StopSignal second) {
                say("aborted by a second signal");
                world.halt().accept(second.exitCode());
            }

            private void announce(List<Listener> listeners) {
                // What is served on standard output must not find our own words there.
                boolean taken = listeners.stream().anyMatch(each -> each.address() instanceof StreamAddress);
                PrintWriter told = taken ? world.errors() : world.terminal();
                for (int i = 0; i < listeners.size(); i++) {
                    String type = endpoints.get(i).describe().type();
                    String address = listeners.get(i).address().toString();
                    String place = address.startsWith(type + ":") ? address.substring(type.length() + 1) : address;
                    String line = name + " is listening on " + (place.equals(type) ? place : type + " " + place);
                    told.println(line);
                    if (!taken && told.checkError()) {
                        // Somebody must learn where it listens.
                        world.errors().println(line);
                    }
                }
            }

            private int drain(EndpointService service) throws InterruptedException {
                int connections = service.connections();
                if (connections > 0) {
                    say("stopping " + name + ": waiting up to "
                            + ArgumentKind.duration().format(drain) + " for " + connections
                            + (connections == 1 ? " connection" : " connections") + " to end; another signal aborts");
                }
                DrainReport report = service.drain(drain).await();
                report.cutOff().forEach(cut -> say("cut off " + cut.peer() + " (" + cut.protocol() + ")"));
                return report.cutOff().isEmpty() ? 0 : Mistakes.FAILED;
            }

            private void say(String message) {
                world.errors().println("sennit: " + message);
            }

            /** Tells when the last listener has closed, and its last connection has ended. */
            private static final class Watched<P extends Protocol> extends ForwardingFactory<P> {
                private final Runnable whenStopped;

                private Watched(ProtocolFactory<P> inner, Runnable whenStopped) {
                    super(inner);
                    this.whenStopped = whenStopped;
                }

                @Override
                public Deferred<Void> stop() {
                    Deferred<Void> stopping;
                    try {
                        stopping = super.stop();
                    } catch (RuntimeException | Error failure) {
                        stopping = Deferred.failed(failure);
                    }
                    return stopping.whenComplete((none, failure) -> whenStopped.run());
                }
            }
        }

        /** Passes work on to an executor, and knows when all of it is done. */
        static final class PendingWork implements Executor {
            private final Executor workers;
            private int pending;

            PendingWork(Executor workers) {
                this.workers = workers;
            }

            @Override
            public void execute(Runnable work) {
                count(1);
                try {
                    workers.execute(() -> {
                        try {
                            work.run();
                        } finally {
                            count(-1);
                        }
                    });
                } catch (RuntimeException | Error refused) {
                    // Also for want of a thread: who waits for the end would wait for ever.
                    count(-1);
                    throw refused;
                }
            }

            /** Waits until no work is pending. */
            synchronized void awaitEnd() throws InterruptedException {
                while (pending > 0) {
                    wait();
                }
            }

            private synchronized void count(int change) {
                pending += change;
                notifyAll();
            }
        }
    }
}
