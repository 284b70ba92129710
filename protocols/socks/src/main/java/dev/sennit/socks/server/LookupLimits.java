package dev.sennit.socks.server;

import java.util.List;

/**
 * How many names a SOCKS server looks up. A client is an IPv4 address or the first 64 bits of an IPv6 address.
 *
 * @param running look-ups at a time, 1 or more; further ones wait. A look-up whose client is gone counts until it ends
 * @param runningPerClient look-ups at a time for one client, 1 or more
 * @param waiting look-ups that wait, 0 or more; requests over it fail
 * @param waitingPerClient look-ups of one client that wait, 0 or more; requests over it fail
 */
public record LookupLimits(int running, int runningPerClient, int waiting, int waitingPerClient) {
    /** 64 look-ups at a time and 16 for one client; 1000 wait, and 200 of one client. */
    public static final LookupLimits DEFAULT = new LookupLimits(64, 16, 1000, 200);

    /** Checks the ranges. */
    public LookupLimits {
        for (int each : List.of(running, runningPerClient)) {
            if (each < 1) {
                throw new IllegalArgumentException("look-ups at a time must be 1 or more, not " + each);
            }
        }
        for (int each : List.of(waiting, waitingPerClient)) {
            if (each < 0) {
                throw new IllegalArgumentException("look-ups that wait must be 0 or more, not " + each);
            }
        }
    }

    /** The same with another limit on look-ups at a time. */
    public LookupLimits withRunning(int value) {
        return new LookupLimits(value, runningPerClient, waiting, waitingPerClient);
    }

    /** The same with another limit on look-ups at a time for one client. */
    public LookupLimits withRunningPerClient(int value) {
        return new LookupLimits(running, value, waiting, waitingPerClient);
    }
}
