package dev.sennit.x509.trust;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

/** Text of a peer, changed for a message: one line of bounded length with printable characters only. */
final class PrintableText {
    private static final int MAX_CHARS = 120;
    private static final int MAX_NAMES = 5;

    private PrintableText() {}

    /** Returns the subject in quotation marks, or the serial number of a certificate that has no subject. */
    static String certificate(X509Certificate certificate) {
        X500Principal subject = certificate.getSubjectX500Principal();
        return subject.getName().isEmpty()
                ? "certificate number " + text(certificate.getSerialNumber().toString(16)) + " of "
                        + name(certificate.getIssuerX500Principal())
                : "certificate " + name(subject);
    }

    static String name(X500Principal name) {
        return "'" + text(name.getName()) + "'";
    }

    /** Returns the first names and the number of the others. */
    static String names(List<String> names) {
        String first = names.stream().limit(MAX_NAMES).map(PrintableText::text).collect(Collectors.joining(", "));
        return names.size() > MAX_NAMES ? first + " and " + (names.size() - MAX_NAMES) + " more" : first;
    }

    /** Returns a moment, to the second. */
    static String time(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static String text(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(MAX_CHARS)
                .map(c -> Character.isISOControl(c) || !Character.isDefined(c) || isFormat(c) ? '?' : c)
                .forEach(shown::appendCodePoint);
        return text.codePointCount(0, text.length()) > MAX_CHARS ? shown + "..." : shown.toString();
    }

    /** Marks that change how the text around them is displayed, line ends of Unicode, and halves of pairs. */
    private static boolean isFormat(int c) {
        return switch (Character.getType(c)) {
            case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
            default -> false;
        };
    }
}
