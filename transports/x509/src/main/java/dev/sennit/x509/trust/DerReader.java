package dev.sennit.x509.trust;

import java.util.Optional;

/** Goes through consecutive elements of a DER encoding. */
final class DerReader {
    private final byte[] der;
    private final int end;
    private int at;

    DerReader(byte[] der, int start, int end) {
        this.der = der;
        this.at = start;
        this.end = end;
    }

    boolean hasMore() {
        return at < end;
    }

    /** Returns the next element, of whatever tag. */
    DerElement next() {
        DerElement element = DerElement.at(der, at, end);
        at = element.end();
        return element;
    }

    /** Returns the next element, which must have this tag. */
    DerElement next(int tag) {
        DerElement element = next();
        if (element.tag() != tag) {
            throw new IllegalArgumentException("tag " + element.tag() + " in place of " + tag);
        }
        return element;
    }

    /** Returns the next element if it has one of these tags. */
    Optional<DerElement> find(int... tags) {
        if (hasMore()) {
            int next = der[at] & 0xff;
            for (int tag : tags) {
                if (tag == next) {
                    return Optional.of(next());
                }
            }
        }
        return Optional.empty();
    }

    /** Throws unless all elements have been read. */
    void end() {
        if (hasMore()) {
            throw new IllegalArgumentException("more than was expected at byte " + at);
        }
    }
}
