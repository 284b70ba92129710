package dev.sennit.transport;

/**
 * An end inside this process.
 *
 * @param name the listener's name; for the connecting end, a number of its own after a {@code #}
 */
public record MemoryAddress(String name) implements Address {
    @Override
    public String toString() {
        return "memory:" + name;
    }
}
