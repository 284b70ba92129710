package dev.sennit.socks;

import dev.sennit.transport.bytes.ByteQueue;
import dev.sennit.transport.bytes.Bytes;

/**
 * User name and password for a SOCKS 5 server (RFC 1929, section 2). Does not show the password.
 *
 * <pre>
 *   +---+------+-----------+------+------------+
 *   | 1 | ULEN | UNAME ... | PLEN | PASSWD ... |
 *   +---+------+-----------+------+------------+
 *     1    1     0 to 255     1     0 to 255
 * </pre>
 *
 * @param user at most 255 bytes; the RFC wants 1 at least, which is not insisted on
 * @param password likewise
 */
public record SocksLogin(Bytes user, Bytes password) implements SocksMessage {
    private static final int LIMIT = 255;

    /** Checks the lengths. */
    public SocksLogin {
        if (user.length() > LIMIT) {
            throw new IllegalArgumentException("a user name has at most 255 bytes, not " + user.length());
        }
        if (password.length() > LIMIT) {
            throw new IllegalArgumentException("a password has at most 255 bytes, not " + password.length());
        }
    }

    /** Makes one of texts, as UTF-8. */
    public static SocksLogin of(String user, String password) {
        return new SocksLogin(Bytes.utf8(user), Bytes.utf8(password));
    }

    @Override
    public Bytes encode() {
        ByteQueue out = new ByteQueue();
        out.add((byte) 1);
        out.add((byte) user.length());
        out.add(user);
        out.add((byte) password.length());
        out.add(password);
        return out.takeAll();
    }

    @Override
    public String toString() {
        return "SocksLogin[user=" + user + ", password=***]";
    }
}
