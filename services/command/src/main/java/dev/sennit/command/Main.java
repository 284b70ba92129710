package dev.sennit.command;

import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.Endpoints;
import dev.sennit.services.ServiceTypes;
import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.time.Duration;

/** Starts the {@code sennit} command as a process. */
public final class Main {
    /** How long the process waits at its end for standard error to take the last messages. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        StandardOutput out = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        BackgroundOutput messages = new BackgroundOutput(new FileOutputStream(FileDescriptor.err));
        PrintWriter errors = World.text(messages);
        LastResort lastResort = new LastResort(messages, errors, Runtime.getRuntime()::halt);
        Thread.setDefaultUncaughtExceptionHandler(lastResort);
        World world = new World(
                new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
                out,
                World.text(out),
                errors,
                () -> watched(Endpoints.context(), lastResort),
                ServiceTypes::installed,
                new ProcessSignals(),
                verbose -> LogOutput.show(errors, verbose),
                code -> {
                    messages.awaitWritten(TIMEOUT);
                    Runtime.getRuntime().halt(code);
                });
        int code = Sennit.run(world, arguments);
        world.terminal().flush();
        errors.flush();
        messages.awaitWritten(TIMEOUT);
        System.exit(lastResort.isEnding() ? LastResort.EXIT_CODE : code);
    }

    private static EndpointContext watched(EndpointContext context, LastResort lastResort) {
        context.reactor().ended().whenComplete((none, failure) -> {
            if (failure != null) {
                lastResort.end(failure);
            }
        });
        return context;
    }
}
