package dev.sennit.tls.bc;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.bouncycastle.crypto.ExtendedDigest;

/** A hash by the platform, which uses the processor's own instructions for it, behind BouncyCastle's interface. */
final class PlatformDigest implements ExtendedDigest {
    private final MessageDigest digest;
    private final int blockBytes;

    private PlatformDigest(MessageDigest digest, int blockBytes) {
        this.digest = digest;
        this.blockBytes = blockBytes;
    }

    /**
     * Makes one to copy all others of, or none where the platform has none that can be copied.
     *
     * @param blockBytes of the hash function, as HMAC needs to know (RFC 2104, section 2)
     */
    static Optional<PlatformDigest> of(String algorithm, int blockBytes) {
        try {
            PlatformDigest made = new PlatformDigest(MessageDigest.getInstance(algorithm), blockBytes);
            made.copy();
            return Optional.of(made);
        } catch (NoSuchAlgorithmException | IllegalStateException lacking) {
            return Optional.empty();
        }
    }

    /** One that has taken in the same so far. From any thread, if nothing is taken in meanwhile. */
    PlatformDigest copy() {
        try {
            return new PlatformDigest((MessageDigest) digest.clone(), blockBytes);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String getAlgorithmName() {
        return digest.getAlgorithm();
    }

    @Override
    public int getDigestSize() {
        return digest.getDigestLength();
    }

    @Override
    public int getByteLength() {
        return blockBytes;
    }

    @Override
    public void update(byte value) {
        digest.update(value);
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
    }

    @Override
    public int doFinal(byte[] out, int offset) {
        try {
            return digest.digest(out, offset, digest.getDigestLength());
        } catch (DigestException noRoom) {
            throw new IllegalArgumentException(noRoom);
        }
    }

    @Override
    public void reset() {
        digest.reset();
    }
}
