package dev.sennit.certs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates for development that are there already are read without bcpkix, whose classes would slow a start down. */
class ExistingCertificatesTest {
    private final Path folder;

    ExistingCertificatesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void readsExistingCertificatesWithoutBcpkix() throws Exception {
        DevelopmentIdentity made = DevelopmentCerts.in(folder).identity();
        try (URLClassLoader loader = withoutBcpkix()) {
            assertEquals(made.chainFile(), chainFile(loader));
        }
    }

    /** Otherwise the test above could not fail. */
    @Test
    void needsBcpkixToMakeCertificates() throws Exception {
        try (URLClassLoader loader = withoutBcpkix()) {
            Exception failure = assertThrows(InvocationTargetException.class, () -> chainFile(loader));
            assertInstanceOf(NoClassDefFoundError.class, failure.getCause());
        }
    }

    private Object chainFile(ClassLoader loader) throws ReflectiveOperationException {
        Class<?> type = loader.loadClass(DevelopmentCerts.class.getName());
        Object certificates = type.getMethod("in", Path.class).invoke(null, folder);
        Object identity = type.getMethod("identity").invoke(certificates);
        return identity.getClass().getMethod("chainFile").invoke(identity);
    }

    private static URLClassLoader withoutBcpkix() throws MalformedURLException {
        List<URL> path = new ArrayList<>();
        int left = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (entry.contains("bcpkix")) {
                left++;
            } else {
                path.add(Path.of(entry).toUri().toURL());
            }
        }
        assertTrue(left > 0, "bcpkix is on the class path of this test");
        return new URLClassLoader(path.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    }
}
