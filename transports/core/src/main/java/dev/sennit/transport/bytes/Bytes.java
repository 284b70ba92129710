package dev.sennit.transport.bytes;

/** An immutable run of bytes. */
public final class Bytes {
    private Bytes() {}
}
