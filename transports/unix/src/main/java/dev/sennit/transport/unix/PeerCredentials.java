package dev.sennit.transport.unix;

/**
 * Who the peer was when it connected, or when it began to listen, as the system knows it (SO_PEERCRED, unix(7)); a
 * {@linkplain dev.sennit.transport.Transport#feature feature} of the {@link UnixReactor}'s connections.
 *
 * @param pid process, which may have ended since; 0 if it is in another namespace of processes
 * @param uid effective user
 * @param gid effective group
 */
public record PeerCredentials(int pid, int uid, int gid) {}
