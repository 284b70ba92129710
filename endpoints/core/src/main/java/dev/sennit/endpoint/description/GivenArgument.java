package dev.sennit.endpoint.description;

/**
 * One argument as written: its name, empty for a positional one, and its value free of quoting.
 *
 * <p>{@code toString} shows it as in an endpoint string, with a value that its name marks as secret hidden.
 */
public record GivenArgument(String name, String value) {

    /** @throws IllegalArgumentException if the name has a character no argument name has */
    public GivenArgument {
        if (!name.isEmpty() && !Grammar.isWord(name)) {
            throw new IllegalArgumentException(
                    "an argument name is made of " + Grammar.WORD_RULE + ", not '" + name + "'");
        }
    }

    /** Answers whether the argument was given by position. */
    public boolean isPositional() {
        return name.isEmpty();
    }

    @Override
    public String toString() {
        return SecretNames.hideSecrets(Quoting.format(this));
    }
}
