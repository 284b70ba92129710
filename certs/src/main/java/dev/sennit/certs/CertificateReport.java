package dev.sennit.certs;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A chain of certificates, for people to read: what each is, whether they stand in order, and what is wrong.
 *
 * <p>It does not say whether a chain is to be trusted: that depends on what a client trusts and whom it wants to reach.
 *
 * @param certificates each certificate, in the order given
 * @param order whether the chain is in order, as a sentence without its full stop
 * @param problems all that is wrong, each beginning with the certificate it is about; empty if nothing is
 */
public record CertificateReport(List<CertificateSummary> certificates, String order, List<String> problems) {
    public CertificateReport {
        certificates = List.copyOf(certificates);
        problems = List.copyOf(problems);
    }

    /**
     * Describes a chain as it stands at that time.
     *
     * @param chain the leaf first, each next one the issuer of the one before it; at least one
     * @throws IllegalArgumentException if the chain is empty
     */
    public static CertificateReport of(List<X509Certificate> chain, Instant now) {
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a chain has at least one certificate");
        }
        List<CertificateSummary> certificates = chain.stream()
                .map(certificate -> CertificateSummary.of(certificate, now))
                .toList();
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < certificates.size(); i++) {
            String which = "certificate " + (i + 1) + " ";
            certificates.get(i).problems().forEach(problem -> problems.add(which + problem));
        }
        List<String> disorder = disorder(chain);
        problems.addAll(disorder);
        return new CertificateReport(certificates, order(chain, certificates, disorder), problems);
    }

    /** Returns the whole report: lines for each certificate, then the order, then the problems. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < certificates.size(); i++) {
            text.append("Certificate %d of %d: %s\n"
                            .formatted(
                                    i + 1,
                                    certificates.size(),
                                    certificates.get(i).kind()))
                    .append(certificates.get(i).text())
                    .append('\n');
        }
        text.append("Chain: ").append(order).append('\n');
        if (problems.isEmpty()) {
            return text.append("Problems: none\n").toString();
        }
        text.append("Problems:\n");
        problems.forEach(problem -> text.append("  ").append(problem).append('\n'));
        return text.toString();
    }

    private static List<String> disorder(List<X509Certificate> chain) {
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < chain.size(); i++) {
            X509Certificate certificate = chain.get(i);
            int before = chain.indexOf(certificate);
            if (before < i) {
                problems.add("certificate %d is certificate %d again".formatted(i + 1, before + 1));
            } else if (i + 1 < chain.size()) {
                problems.addAll(link(chain, i));
            }
        }
        return problems;
    }

    /** What is wrong between a certificate and the next. */
    private static List<String> link(List<X509Certificate> chain, int i) {
        X509Certificate certificate = chain.get(i);
        X509Certificate next = chain.get(i + 1);
        if (CertificateSummary.isSignedBy(certificate, next)) {
            return next.getBasicConstraints() < 0
                    ? List.of("certificate %d issued certificate %d but is no authority".formatted(i + 2, i + 1))
                    : List.of();
        }
        if (certificate.equals(next)) {
            return List.of();
        }
        String problem = "certificate %d was not issued by certificate %d".formatted(i + 1, i + 2);
        if (CertificateSummary.isSignedBy(certificate, certificate)) {
            return List.of(problem + ", but by itself");
        }
        for (int j = 0; j < chain.size(); j++) {
            if (CertificateSummary.isSignedBy(certificate, chain.get(j))) {
                return List.of(problem + ", but by certificate " + (j + 1) + ": wrong order");
            }
        }
        boolean sameName = certificate.getIssuerX500Principal().equals(next.getSubjectX500Principal());
        return List.of(problem + (sameName ? ": the name is right, the key is not" : ""));
    }

    private static String order(
            List<X509Certificate> chain, List<CertificateSummary> certificates, List<String> disorder) {
        if (!disorder.isEmpty()) {
            return "not in order";
        }
        CertificateSummary last = certificates.get(chain.size() - 1);
        if (!last.selfSigned()) {
            return "in order, up to " + last.issuer() + ", which clients have to trust";
        }
        if (chain.size() == 1) {
            return "it vouches for itself: clients have to trust it";
        }
        return "in order, with the root, which clients have to trust and which need not be sent to them";
    }
}
