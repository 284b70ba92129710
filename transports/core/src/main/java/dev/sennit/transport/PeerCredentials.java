package dev.sennit.transport;

/**
 * Who the peer of a Unix socket was when it connected, or when it began to listen, as the system knows it (SO_PEERCRED,
 * unix(7)); a {@linkplain Transport#feature feature} of connections that sennit-transport-unix and
 * sennit-transport-unix-jnr open.
 *
 * @param pid process, which may have ended since; 0 if it is in another namespace of processes, or the system does not
 *     tell it (the BSDs)
 * @param uid effective user
 * @param gid effective group
 */
public record PeerCredentials(int pid, int uid, int gid) {}
