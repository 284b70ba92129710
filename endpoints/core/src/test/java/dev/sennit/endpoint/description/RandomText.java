package dev.sennit.endpoint.description;

import java.util.Random;

/** Random text in which the characters that mean something are the common ones. */
final class RandomText {

    private static final String[] PIECES = {
        ":",
        "=",
        "[",
        "]",
        "\\",
        "[",
        "]",
        "a",
        "tcp",
        "=[",
        "]:",
        "\\:",
        " ",
        "",
        ",",
        "\n",
        "\0",
        "é",
        "語",
        "🙂",
        "\ud83d",
        "\u202e",
        "password="
    };

    private final Random random;

    RandomText(long seed) {
        this.random = new Random(seed);
    }

    String next() {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(8); left > 0; left--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    EndpointDescription nextDescription() {
        EndpointDescription description = EndpointDescription.of("type" + random.nextInt(10));
        for (int left = random.nextInt(5); left > 0; left--) {
            // A description within a description is what the quoting is for.
            String value = random.nextInt(6) == 0 ? nextDescription().format() : next();
            description = random.nextBoolean() ? description.with(value) : description.with("n" + left, value);
        }
        return description;
    }
}
