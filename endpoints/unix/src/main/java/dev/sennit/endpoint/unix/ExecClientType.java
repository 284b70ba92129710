package dev.sennit.endpoint.unix;

import dev.sennit.endpoint.ClientEndpointType;
import dev.sennit.endpoint.Connector;
import dev.sennit.endpoint.EndpointContext;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointSchema;
import dev.sennit.transport.EventLoop;
import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Reactor;
import dev.sennit.transport.StreamAddress;
import dev.sennit.transport.WaterMarks;
import dev.sennit.transport.deferred.Deferred;
import dev.sennit.transport.error.ConnectFailedException;
import dev.sennit.transport.error.ConnectFailedException.Kind;
import dev.sennit.transport.spi.ConnectAttempt;
import dev.sennit.transport.streams.ChildProcess;
import dev.sennit.transport.streams.StreamConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/** {@code exec:COMMAND}: the standard streams of a child process. */
final class ExecClientType implements ClientEndpointType {
    /** Where a child's standard error goes. */
    enum Errors {
        INHERIT,
        DROP
    }

    static final Argument<List<String>> COMMAND = Argument.required(
                    "command",
                    ArgumentKind.of(
                            "a program and its arguments, with blanks between them and every quote closed",
                            text -> Optional.of(CommandLine.split(text)).filter(words -> !words.isEmpty()),
                            CommandLine::join),
                    "Program and arguments with blanks between; no shell reads it, but '...' and \"...\" quote.")
            .positional();

    static final Argument<Errors> STDERR = Argument.optional(
            "stderr", ArgumentKind.choice(Errors.class), Errors.INHERIT, "Where the child's standard error goes.");

    static final Argument<Duration> EXIT_TIMEOUT = Argument.optional(
            "exitTimeout",
            ArgumentKind.duration(),
            Duration.ofSeconds(5),
            "How long the child may live on after the connection has ended, and once more after it was asked to end.");

    static final EndpointSchema SCHEMA = EndpointSchema.client(
                    "exec", "Starts a program and talks to its standard input and output.")
            .arguments(COMMAND, STDERR, EXIT_TIMEOUT)
            .examples("exec:cat", "exec:[ssh example.org nc localhost 8007]", "exec:[sh -c 'date; cat']");

    @Override
    public EndpointSchema schema() {
        return SCHEMA;
    }

    @Override
    public Connector connector(Arguments arguments, EndpointContext context) {
        return request -> connect(arguments, context.reactor(), request.factory());
    }

    private static <P extends Protocol> Deferred<P> connect(
            Arguments arguments, Reactor reactor, ProtocolFactory<P> factory) {
        EventLoop loop = reactor.nextLoop();
        ConnectAttempt<P> attempt = new ConnectAttempt<>(loop, factory);
        new Start(arguments, reactor, loop, attempt).begin();
        return attempt.answer();
    }

    /** One start of the program. */
    private record Start(Arguments arguments, Reactor reactor, EventLoop loop, ConnectAttempt<?> attempt) {
        void begin() {
            // The process is being started, or there is a connection: see open.
            attempt.onGivenUp(() -> {});
            try {
                reactor.workers().execute(this::run);
            } catch (RejectedExecutionException ended) {
                attempt.fail(failed(Kind.UNSUPPORTED, String.valueOf(ended.getMessage()), ended));
            } catch (OutOfMemoryError noThread) {
                attempt.fail(noThread);
            }
        }

        /** On a worker. */
        private void run() {
            if (attempt.isOver()) {
                return;
            }
            ChildProcess child;
            try {
                child = ChildProcess.start(
                        arguments.get(COMMAND),
                        arguments.get(STDERR) == Errors.DROP,
                        loop,
                        arguments.get(EXIT_TIMEOUT));
            } catch (IOException failure) {
                attempt.fail(notStarted(failure));
                return;
            } catch (RuntimeException | Error failure) {
                // No thread to watch over the child, say: who waits must hear of it.
                attempt.fail(failure);
                return;
            }
            try {
                loop.execute(() -> open(child));
            } catch (RejectedExecutionException ended) {
                child.end(true);
                attempt.fail(failed(Kind.UNSUPPORTED, String.valueOf(ended.getMessage()), ended));
            }
        }

        private void open(ChildProcess child) {
            if (attempt.isOver()) {
                child.end(false);
                return;
            }
            StreamConnection connection =
                    new StreamConnection(loop, address(), child.ends(), WaterMarks.DEFAULT, reactor.closeTimeouts());
            attempt.carrierOpen(connection);
            connection.begin();
        }

        private StreamAddress address() {
            return new StreamAddress("exec:" + arguments.get(COMMAND).get(0));
        }

        private ConnectFailedException notStarted(IOException failure) {
            String message = String.valueOf(failure.getMessage());
            if (message.contains("No such file")) {
                return failed(Kind.REFUSED, "there is no such program", failure);
            }
            return message.contains("ermission denied")
                    ? failed(Kind.NOT_PERMITTED, "it is not permitted to run that", failure)
                    : failed(Kind.OTHER, "it cannot be started: " + message, failure);
        }

        private ConnectFailedException failed(Kind kind, String problem, Throwable cause) {
            return new ConnectFailedException(address().toString(), kind, problem, cause);
        }
    }

    /** Splits a command into words at blanks, as a shell does with its quotes and nothing else of it. */
    static final class CommandLine {
        private CommandLine() {}

        /** The words; none if a quote is open at the end. */
        static List<String> split(String text) {
            List<String> words = new ArrayList<>();
            StringBuilder word = new StringBuilder();
            boolean inWord = false;
            char quote = 0;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (quote != 0) {
                    if (c == quote) {
                        quote = 0;
                    } else {
                        word.append(c);
                    }
                } else if (c == '\'' || c == '"') {
                    quote = c;
                    inWord = true;
                } else if (c == ' ' || c == '\t') {
                    if (inWord) {
                        words.add(word.toString());
                    }
                    word.setLength(0);
                    inWord = false;
                } else {
                    word.append(c);
                    inWord = true;
                }
            }
            if (inWord) {
                words.add(word.toString());
            }
            return quote == 0 ? words : List.of();
        }

        /** A text that splits into these words. */
        static String join(List<String> words) {
            return String.join(" ", words.stream().map(CommandLine::quoted).toList());
        }

        private static String quoted(String word) {
            boolean plain =
                    !word.isEmpty() && word.chars().noneMatch(c -> c == ' ' || c == '\t' || c == '\'' || c == '"');
            if (plain) {
                return word;
            }
            // A single quote inside ends the quoting, stands in double quotes, and begins it anew.
            return "'" + word.replace("'", "'\"'\"'") + "'";
        }
    }
}
