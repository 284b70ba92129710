package dev.sennit.command;

import dev.sennit.endpoint.description.EndpointSyntaxException;
import dev.sennit.endpoint.description.NearestName;
import dev.sennit.endpoint.schema.EndpointGuess;
import dev.sennit.endpoint.schema.EndpointRole;
import dev.sennit.transport.deferred.DeferredFailedException;
import dev.sennit.transport.error.ListenFailedException;
import dev.sennit.transport.error.NetworkException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells the user what went wrong: one message, and a stack trace only with {@code --debug}. */
final class Mistakes implements IParameterExceptionHandler, IExecutionExceptionHandler {
    /** The exit code for what happened at run time. */
    static final int FAILED = 1;

    /** The exit code for what the user wrote. */
    static final int NOT_UNDERSTOOD = 2;

    static final String PLUGINS = "--plugins";
    static final String PLUGINS_FIRST =
            PLUGINS + " stands before everything else, as in: sennit " + PLUGINS + " DIR serve NAME ENDPOINT";

    private final World world;
    private final Sennit root;

    Mistakes(World world, Sennit root) {
        this.world = world;
        this.root = root;
    }

    @Override
    public int handleParseException(ParameterException mistake, String[] arguments) {
        CommandLine command = mistake.getCommandLine();
        say(problem(mistake, arguments));
        world.errors().println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
        trace(mistake);
        return NOT_UNDERSTOOD;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof EndpointSyntaxException mistake) {
            String where = mistake.text().startsWith("--") ? "an option" : "an endpoint";
            say("mistake in " + where + ":");
            world.errors().println(mistake.getMessage());
            trace(failure);
            return NOT_UNDERSTOOD;
        }
        say(explain(failure));
        trace(failure);
        return FAILED;
    }

    /** One line on what went wrong, for people. */
    static String explain(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean factoryFailed =
                failure instanceof ListenFailedException listen && listen.kind() == ListenFailedException.Kind.FACTORY;
        boolean onlyWraps =
                factoryFailed || failure instanceof UncheckedIOException || failure instanceof DeferredFailedException;
        if (onlyWraps && cause != null) {
            return explain(cause);
        }
        if (failure instanceof FileSystemException file) {
            return explainFile(file);
        }
        String message = failure.getMessage();
        if (message != null && (failure instanceof NetworkException || failure instanceof IOException)) {
            return message;
        }
        if (failure instanceof EndpointSyntaxException syntax) {
            return syntax.problem();
        }
        return "unexpected error: " + failure;
    }

    private static String explainFile(FileSystemException failure) {
        String reason;
        if (failure instanceof NoSuchFileException) {
            reason = "no such file or directory";
        } else if (failure instanceof AccessDeniedException) {
            reason = "permission denied";
        } else if (failure instanceof FileAlreadyExistsException) {
            reason = "is there already";
        } else if (failure instanceof NotDirectoryException) {
            reason = "is not a directory";
        } else {
            reason = uncapitalized(Objects.requireNonNullElse(failure.getReason(), "the system does not say why"));
        }
        return failure.getFile() + ": " + reason;
    }

    private static String uncapitalized(String message) {
        return message.isEmpty() ? message : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }

    private String problem(ParameterException mistake, String[] arguments) {
        if (mistake instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String argument = unmatched.getUnmatched().get(0);
            return unmatched(mistake.getCommandLine(), argument)
                    + splitEndpoint(arguments, argument)
                            .map(guess -> "; did you mean '" + guess + "'?")
                            .orElse("");
        }
        return uncapitalized(String.valueOf(mistake.getMessage()));
    }

    private String unmatched(CommandLine command, String argument) {
        String name = command.getCommandSpec().qualifiedName();
        if (argument.startsWith("-")) {
            String option = argument.replaceFirst("=.*", "");
            if (option.equals(PLUGINS)) {
                return PLUGINS_FIRST;
            }
            List<String> known =
                    new ArrayList<>(command.getCommandSpec().optionsMap().keySet());
            return "'" + name + "' has no option '" + option + "'"
                    + near(option, known).orElse("; it has " + String.join(", ", known));
        }
        if (command.getCommand() instanceof ServeCommand) {
            return world.services().get().unknown(argument);
        }
        if (command.getCommand() instanceof Sennit || command.getCommand() instanceof CertsCommand) {
            List<String> known = new ArrayList<>(command.getSubcommands().keySet());
            return "unknown command '" + argument + "'"
                    + near(argument, known).orElse("; known: " + String.join(", ", known));
        }
        return "'" + name + "' takes no more arguments, but there is '" + argument + "'";
    }

    /** Guesses the endpoint string behind {@code connect HOST PORT}. */
    private static Optional<String> splitEndpoint(String[] arguments, String argument) {
        int index = List.of(arguments).indexOf(argument);
        return index >= 2 && arguments[0].equals("connect")
                ? EndpointGuess.of(EndpointRole.CLIENT, arguments[index - 1] + ":" + argument)
                : Optional.empty();
    }

    private static Optional<String> near(String word, List<String> known) {
        return NearestName.find(word, known).map(name -> "; did you mean '" + name + "'?");
    }

    private void say(String message) {
        world.errors().println("sennit: " + message);
    }

    private void trace(Throwable failure) {
        if (root.debug()) {
            failure.printStackTrace(world.errors());
        }
    }
}
