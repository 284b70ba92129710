package dev.sennit.small;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The rules for a member's name: what it is made of, and when two names are the same.
 *
 * <p>Two names are the same if they are equal after compatibility normalization and case folding (Unicode, NFKC_Casefold):
 * letters of another width, form or case make no other name.
 */
final class ChatName {
    /** Not a mark first: it would join the character before the name. */
    private static final Pattern VISIBLE = Pattern.compile("(?!\\p{M})[\\p{L}\\p{M}\\p{N}._-]+");

    /** The letters and marks that Unicode has shown as nothing (Default_Ignorable_Code_Point). */
    private static final Pattern INVISIBLE =
            Pattern.compile("[\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u3164"
                    + "\\ufe00-\\ufe0f\\uffa0\\x{e0100}-\\x{e01ef}]");

    private ChatName() {}

    /** Whether a name has only visible letters, digits, dots, dashes and underscores; no controls of any kind. */
    static boolean isVisible(String name) {
        return VISIBLE.matcher(name).matches() && !INVISIBLE.matcher(name).find();
    }

    /** What two names have in common that are the same. */
    static String key(String name) {
        return compatible(folded(folded(compatible(name))));
    }

    private static String compatible(String text) {
        return Normalizer.normalize(text, Form.NFKC);
    }

    /** By way of upper case, so that all letters with a common upper case are one: the two small sigmas, sharp s and ss. */
    private static String folded(String text) {
        return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
