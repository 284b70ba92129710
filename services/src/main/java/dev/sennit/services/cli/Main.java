package dev.sennit.services.cli;

import dev.sennit.endpoint.Endpoints;
import dev.sennit.services.type.ServiceTypes;
import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintWriter;

/** Starts the {@code sennit} command as a process. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        StandardOutput out = new StandardOutput(new FileOutputStream(FileDescriptor.out));
        PrintWriter errors = World.text(new FileOutputStream(FileDescriptor.err));
        World world = new World(
                new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
                out,
                World.text(out),
                errors,
                Endpoints::context,
                ServiceTypes::installed,
                new ProcessSignals(),
                verbose -> LogOutput.show(errors, verbose),
                code -> Runtime.getRuntime().halt(code));
        int code = Sennit.run(world, arguments);
        world.terminal().flush();
        errors.flush();
        System.exit(code);
    }
}
