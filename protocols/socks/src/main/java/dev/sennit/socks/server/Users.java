package dev.sennit.socks.server;

import dev.sennit.socks.SocksLogin;
import dev.sennit.transport.bytes.Bytes;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;

/** Who may log in, and with what password. Never shows a password. */
public final class Users {
    private final Map<Bytes, Bytes> passwords = new HashMap<>();

    private Users(Map<String, String> users) {
        users.forEach((name, password) -> {
            SocksLogin login = SocksLogin.of(name, password);
            passwords.put(login.user(), login.password());
        });
    }

    /**
     * Takes user names with their passwords.
     *
     * @throws IllegalArgumentException if one is longer than 255 bytes
     */
    public static Users of(Map<String, String> users) {
        return new Users(users);
    }

    /**
     * Reads lines of {@code NAME:PASSWORD}. Empty lines and those that begin with {@code #} do not count; the first colon
     * ends the name, and the password is all that follows, blanks included.
     *
     * @throws IllegalArgumentException if a line is none of these, or a name comes twice; says which line, not what is in it
     */
    public static Users parse(String text) {
        Map<String, String> users = new HashMap<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            int colon = line.indexOf(':');
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (colon < 1) {
                throw new IllegalArgumentException("line " + number + " is not NAME:PASSWORD");
            }
            if (users.put(line.substring(0, colon), line.substring(colon + 1)) != null) {
                throw new IllegalArgumentException("line " + number + " names a user for the second time");
            }
        }
        return new Users(users);
    }

    /** How many there are. */
    public int count() {
        return passwords.size();
    }

    /** Whether there is such a user with this password; takes as long for a wrong password as for the right one. */
    public boolean accept(SocksLogin login) {
        Bytes known = passwords.get(login.user());
        Bytes compared = known == null ? login.password() : known;
        boolean same =
                MessageDigest.isEqual(compared.toByteArray(), login.password().toByteArray());
        return same && known != null;
    }

    /** How many there are, in words. */
    @Override
    public String toString() {
        return count() == 1 ? "1 user" : count() + " users";
    }
}
