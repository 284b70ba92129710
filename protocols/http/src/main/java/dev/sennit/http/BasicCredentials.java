package dev.sennit.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * User name and password as HTTP's scheme Basic sends them (RFC 7617), in UTF-8. Does not show the password.
 *
 * @param user without a colon
 */
public record BasicCredentials(String user, String password) {
    /** Checks what the scheme cannot carry. */
    public BasicCredentials {
        if (user.indexOf(':') >= 0) {
            throw new IllegalArgumentException("a user name for HTTP's Basic scheme cannot have a colon");
        }
        if (hasControls(user) || hasControls(password)) {
            throw new IllegalArgumentException("user name and password for HTTP's Basic scheme cannot have controls");
        }
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    /** The value of an {@code Authorization} or {@code Proxy-Authorization} field. */
    String fieldValue() {
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    @Override
    public String toString() {
        return "BasicCredentials[user=" + user + ", password=***]";
    }
}
