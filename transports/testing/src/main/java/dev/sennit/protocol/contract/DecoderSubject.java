package dev.sennit.protocol.contract;

import dev.sennit.transport.bytes.Bytes;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A decoder under test: what {@link DecoderContract} needs to drive it, by whatever names it has these. */
public interface DecoderSubject {
    /** Takes over all remaining bytes. */
    void feed(ByteBuffer data);

    /** Returns the next event, a value with {@code equals}, or empty if more bytes are needed. */
    Optional<?> next();

    /** Says that no more bytes will come. */
    void end();

    /** Removes and returns the bytes no event has used. */
    Bytes takeRest();

    /** Returns how many steps, such as bytes looked at, it has taken so far: a measure of its cost. */
    long steps();
}
