package dev.sennit.tls.bc;

import java.util.Collection;
import java.util.Vector;

/** Lists in the shape that BouncyCastle takes them. */
final class Vectors {
    private Vectors() {}

    /** A new one: whoever gets it may change it. */
    @SuppressWarnings("JdkObsolete") // what is asked for
    static <T> Vector<T> of(Collection<? extends T> elements) {
        return new Vector<>(elements);
    }
}
