package dev.sennit.small;

import dev.sennit.transport.Protocol;
import dev.sennit.transport.ProtocolFactory;
import dev.sennit.transport.Transport;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Answers the questions it knows, a line each, and says that it does not know what you mean to all others.
 *
 * <p>Letter case and the amount of white space in a question make no difference.
 */
public final class Answer implements ProtocolFactory<Protocol> {
    /** The questions and answers known unless others are given. */
    public static final Map<String, String> DEFAULT_ANSWERS = Map.of(
            "How are you?", "Fine, thank you.",
            "What are you?", "A protocol of lines.",
            "What is a sennit?", "Cordage plaited from several strands.");

    private static final String UNKNOWN = "I don't know what you mean";

    private final Map<String, String> answers;

    /** Creates a server that knows the default questions. */
    public Answer() {
        this(DEFAULT_ANSWERS);
    }

    /**
     * Creates a server.
     *
     * @param answers the answer to each question; each one line, no two questions alike but for case and space; copied
     */
    public Answer(Map<String, String> answers) {
        Map<String, String> known = new HashMap<>();
        answers.forEach((question, answer) -> {
            if (!TextLines.printable(answer).equals(answer)) {
                throw new IllegalArgumentException(
                        "an answer must be one line without control characters, not that of \"" + question + "\"");
            }
            if (known.put(key(question), answer) != null) {
                throw new IllegalArgumentException(
                        "two questions are \"" + key(question) + "\" but for case and space");
            }
        });
        this.answers = Map.copyOf(known);
    }

    @Override
    public Protocol protocolFor(Transport transport) {
        return new Session(transport);
    }

    private static String key(String question) {
        return question.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }

    private final class Session extends TextLines {
        Session(Transport transport) {
            super(transport, DEFAULT_LIMIT_BYTES);
        }

        @Override
        void textReceived(String text) {
            say(answers.getOrDefault(key(text), UNKNOWN));
        }
    }
}
