package dev.sennit.x509.pem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys and certificates that are not encrypted are read without bcpkix, whose classes would slow a server's start down. */
class PlainKeyTest {
    @Test
    void readsKeysAndCertificatesThatAreNotEncryptedWithoutBcpkix() throws Exception {
        try (URLClassLoader loader = withoutBcpkix()) {
            for (String name : List.of("rsa-pkcs8", "rsa-pkcs1", "ec-p256-sec1", "ec-p384-pkcs8", "ed25519-pkcs8")) {
                assertInstanceOf(PrivateKey.class, call(loader, name, "privateKey"));
            }
            assertEquals(2, ((List<?>) call(loader, "bundle-p7", "certificates")).size());
        }
    }

    /** Otherwise the test above could not fail. */
    @Test
    void needsBcpkixForEncryptedKeys() throws Exception {
        try (URLClassLoader loader = withoutBcpkix()) {
            Class<?> type = loader.loadClass(PemFile.class.getName());
            Object file = read(type, "enc-pbes2-aes128");
            Exception failure =
                    assertThrows(InvocationTargetException.class, () -> type.getMethod("privateKey", char[].class)
                            .invoke(file, (Object) "opensesame".toCharArray()));
            assertInstanceOf(NoClassDefFoundError.class, failure.getCause());
        }
    }

    private static Object call(ClassLoader loader, String name, String method) throws ReflectiveOperationException {
        Class<?> type = loader.loadClass(PemFile.class.getName());
        return type.getMethod(method).invoke(read(type, name));
    }

    private static Object read(Class<?> type, String name) throws ReflectiveOperationException {
        return type.getMethod("readPemOrPkcs12", Path.class, char[].class)
                .invoke(null, PemFileTest.path(name + ".pem"), new char[0]);
    }

    private static URLClassLoader withoutBcpkix() throws IOException {
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
