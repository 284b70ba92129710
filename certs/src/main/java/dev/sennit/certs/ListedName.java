package dev.sennit.certs;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

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

    /**
     * Returns the subject alternative names, in order. Read from the encoding: the JDK passes over the whole extension
     * when it dislikes one name in it.
     */
    static List<ListedName> of(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(Extension.subjectAlternativeName.getId());
        if (extension == null) {
            return List.of();
        }
        try {
            byte[] names = ASN1OctetString.getInstance(extension).getOctets();
            return Arrays.stream(GeneralNames.getInstance(names).getNames())
                    .map(ListedName::read)
                    .toList();
        } catch (IllegalArgumentException | IllegalStateException e) {
            return List.of(new ListedName("names that cannot be read:", String.valueOf(e.getMessage())));
        }
    }

    private static ListedName read(GeneralName name) {
        return switch (name.getTagNo()) {
            case GeneralName.rfc822Name ->
                new ListedName("e-mail", name.getName().toString());
            case GeneralName.dNSName ->
                new ListedName("DNS", name.getName().toString().toLowerCase(Locale.ROOT));
            case GeneralName.directoryName ->
                new ListedName("directory", name.getName().toString());
            case GeneralName.uniformResourceIdentifier ->
                new ListedName("URI", name.getName().toString());
            case GeneralName.iPAddress -> new ListedName("IP", address(name));
            default -> new ListedName("of type " + name.getTagNo(), "(not shown)");
        };
    }

    private static String address(GeneralName name) {
        byte[] octets = ASN1OctetString.getInstance(name.getName()).getOctets();
        try {
            return NameText.text(InetAddress.getByAddress(octets));
        } catch (UnknownHostException e) {
            return "of " + octets.length + " octets: " + HexFormat.of().formatHex(octets);
        }
    }

    @Override
    public String toString() {
        return kind + " " + text;
    }
}
