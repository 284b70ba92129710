package dev.sennit.x509.trust;

import java.security.cert.X509Certificate;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/** Asks another judge, then wants a known key in the leaf: of the other certificates nobody vouches for their place. */
final class PinnedTrust implements Trust {
    private final Trust other;
    private final Pins pins;

    PinnedTrust(Trust other, Pins pins) {
        this.other = other;
        this.pins = pins;
    }

    @Override
    public void checkServer(List<X509Certificate> chain, String name) {
        other.checkServer(chain, name);
        checkLeaf(chain);
    }

    @Override
    public void checkClient(List<X509Certificate> chain) {
        other.checkClient(chain);
        checkLeaf(chain);
    }

    private void checkLeaf(List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            throw new CertificateRefusedException(
                    CertificateRefusedException.BAD_CERTIFICATE, "the peer sent no certificate");
        }
        pins.check(chain.subList(0, 1));
    }

    @Override
    public List<X500Principal> acceptedIssuers() {
        return other.acceptedIssuers();
    }

    @Override
    public boolean mayBlock() {
        return other.mayBlock();
    }
}
