package dev.sennit.transport;

/**
 * What has no address, but streams: the standard streams of this process or of a child.
 *
 * @param name for people, such as {@code stdio}
 */
public record StreamAddress(String name) implements Address {
    @Override
    public String toString() {
        return name;
    }
}
