package dev.sennit.certs;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** How to have programs and systems trust the authority of {@link DevelopmentCerts}. */
public final class TrustHelp {
    private TrustHelp() {}

    /** Returns the help, with commands that name this file. */
    public static String text(Path authorityFile) {
        try (InputStream help = TrustHelp.class.getResourceAsStream("trust-help.txt")) {
            if (help == null) {
                throw new IllegalStateException("trust-help.txt is missing beside " + TrustHelp.class.getName());
            }
            String text = new String(help.readAllBytes(), StandardCharsets.UTF_8);
            return text.replace("@FILE@", quoted(authorityFile.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String quoted(String file) {
        return file.matches("[A-Za-z0-9_./:\\\\-]+") ? file : "'" + file.replace("'", "'\\''") + "'";
    }
}
