package dev.sennit.tls.layer;

import java.util.Locale;

/** Which side of TLS we are. */
enum Side {
    SERVER,
    CLIENT;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
