package dev.sennit.transport.spi;

import dev.sennit.transport.bytes.ByteQueue;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * The writes that come to a layer before its handshake is done, and the end that follows them. They are kept in order, count
 * as {@linkplain Pressure.Source#HELD pressure}, and are released when the handshake is done.
 *
 * <p>Called on the loop.
 */
public final class HeldWrites {
    /** The end that was asked for behind the writes. */
    public enum End {
        NONE,
        OUTPUT,
        CLOSE
    }

    private final Pressure pressure;
    private final ByteQueue bytes = new ByteQueue();
    private End end = End.NONE;

    /** Makes one that holds nothing. */
    public HeldWrites(Pressure pressure) {
        this.pressure = pressure;
    }

    /**
     * Takes all these bytes. Drops them where an end was asked for before.
     *
     * @param markBytes over this the writer is to pause
     */
    public void write(ByteBuffer data, int markBytes) {
        if (end != End.NONE) {
            data.position(data.limit());
            return;
        }
        bytes.add(data);
        pressure.set(Pressure.Source.HELD, bytes.length() > markBytes);
    }

    /** Notes that the output is to end behind the writes. */
    public void endOutput() {
        if (end == End.NONE) {
            end = End.OUTPUT;
        }
    }

    /** Notes that the connection is to be closed behind the writes. Returns false if there are none, so that it may be closed now. */
    public boolean close() {
        end = End.CLOSE;
        return !bytes.isEmpty();
    }

    /** Returns how many bytes are held. */
    public int length() {
        return bytes.length();
    }

    /**
     * Gives up all bytes that are held, because the handshake is done.
     *
     * @param target is called at most once; the buffer is lent until it returns
     * @return the end that the layer has to bring about next
     */
    public End release(Consumer<ByteBuffer> target) {
        if (!bytes.isEmpty()) {
            target.accept(bytes.asReadOnlyBuffer());
        }
        drop();
        return end;
    }

    /** Forgets all bytes that are held. */
    public void drop() {
        bytes.clear();
        pressure.set(Pressure.Source.HELD, false);
    }
}
