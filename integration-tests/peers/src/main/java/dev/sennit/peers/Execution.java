package dev.sennit.peers;

/**
 * A program that has run beside a peer.
 *
 * @param exitCode its exit code
 * @param output what it printed, both streams as they came
 */
public record Execution(int exitCode, String output) {
    /**
     * Returns the output of a program that succeeded.
     *
     * @throws PeerFailed if its exit code is not 0
     */
    public String outputOfSuccess() {
        if (exitCode != 0) {
            throw new PeerFailed("the program ended with exit code " + exitCode + ", wanted 0; it printed:\n" + output);
        }
        return output;
    }
}
