package dev.sennit.certs;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * A name as a certificate lists it, however odd it is.
 *
 * @param kind what kind of name, for people
 * @param text the name
 */
record ListedName(String kind, String text) {
    static ListedName of(SubjectName name) {
        if (name instanceof SubjectName.Ip) {
            return new ListedName("IP", name.toString());
        }
        if (name instanceof SubjectName.Email) {
            return new ListedName("e-mail", name.toString());
        }
        if (name instanceof SubjectName.Uri) {
            return new ListedName("URI", name.toString());
        }
        return new ListedName("DNS", name.toString().toLowerCase(Locale.ROOT));
    }

    /** Returns the subject alternative names, in order. */
    static List<ListedName> of(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream().map(ListedName::read).toList();
        } catch (CertificateParsingException e) {
            return List.of(new ListedName("unreadable", String.valueOf(e.getMessage())));
        }
    }

    private static ListedName read(List<?> typeAndName) {
        int type = (Integer) typeAndName.get(0);
        String text = typeAndName.get(1) instanceof String name ? name : "(not text)";
        return switch (type) {
            case 1 -> new ListedName("e-mail", text);
            case 2 -> new ListedName("DNS", text.toLowerCase(Locale.ROOT));
            case 4 -> new ListedName("directory", text);
            case 6 -> new ListedName("URI", text);
            case 7 -> new ListedName("IP", NameText.text(NameText.address(text)));
            default -> new ListedName("of type " + type, text);
        };
    }

    @Override
    public String toString() {
        return kind + " " + text;
    }
}
