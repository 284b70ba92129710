#!/bin/bash
# KeyStore.getInstance("PKCS12") of the JDK 17.0.15 and 25.0.3, and stores that bcpkix 1.87 writes (OpenSSL 3.0 writes the same):
#  - a private key that is not encrypted (RFC 7292, section 4.2.1) is left out: the store loads, and has no entry;
#  - a password beyond ASCII: 17 refuses it, also for the MAC alone; 25 takes it for the MAC and for PBES2, and then decrypts
#    no key that is encrypted with PBES1, such as one of "openssl pkcs12 -export -legacy";
#  - scrypt (RFC 7914), which PBES2 allows, fails with the key, not when the store is loaded.
# Guess before: a key that is not encrypted is an entry; a password is good for all of a store or for nothing of it.
# What follows: KeyStore.size() of 0 is no proof that a store has no key, and load() without an exception none that the
# password is right.
# Prints what was seen; ends with 1 if that has changed. Needs Maven, Maven Central, and a JDK 17 and 25: those in
# /usr/lib/jvm, or JDK17 and JDK25.
set -eu
jdk17=${JDK17:-$(ls -d /usr/lib/jvm/*17*/bin/javac | head -1 | xargs dirname | xargs dirname)}
jdk25=${JDK25:-$(ls -d /usr/lib/jvm/*25*/bin/javac | head -1 | xargs dirname | xargs dirname)}
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>org.bouncycastle</groupId><artifactId>bcpkix-jdk18on</artifactId><version>1.87</version>
  </dependency></dependencies>
</project>
POM
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=path \
    >maven.log 2>&1 || { cat maven.log; exit 2; }
cat >Store.java <<'JAVA'
import java.io.ByteArrayInputStream;
import java.security.*;
import java.util.Collections;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.*;
import org.bouncycastle.crypto.util.ScryptConfig;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.pkcs.*;
import org.bouncycastle.pkcs.jcajce.*;

class Store {
    static final Provider BC = new BouncyCastleProvider();

    public static void main(String[] args) throws Exception {
        KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC");
        pairs.initialize(256);
        PrivateKeyInfo key = PrivateKeyInfo.getInstance(pairs.generateKeyPair().getPrivate().getEncoded());
        for (String kind : new String[] {"plain", "PBES2", "PBES1", "scrypt"}) {
            for (String password : new String[] {"secret", "zw\u00f6lf"}) {
                byte[] store = store(key, kind, password.toCharArray());
                System.out.println(kind + (password.equals("secret") ? " ASCII " : " umlaut ") + read(store, password));
            }
        }
    }

    static byte[] store(PrivateKeyInfo key, String kind, char[] password) throws Exception {
        var aes = NISTObjectIdentifiers.id_aes256_CBC;
        var builder = switch (kind) {
            case "plain" -> null;
            case "PBES1" -> new JcePKCSPBEOutputEncryptorBuilder(PKCSObjectIdentifiers.pbeWithSHAAnd3_KeyTripleDES_CBC);
            case "scrypt" -> new JcePKCSPBEOutputEncryptorBuilder(
                    new ScryptConfig.Builder(16384, 8, 1).withSaltLength(16).build(), aes);
            default -> new JcePKCSPBEOutputEncryptorBuilder(aes);
        };
        var bag = builder == null
                ? new PKCS12SafeBagBuilder(key)
                : new PKCS12SafeBagBuilder(key, builder.setProvider(BC).build(password));
        var pfx = new PKCS12PfxPduBuilder();
        pfx.addData(bag.build());
        return pfx.build(new JcePKCS12MacCalculatorBuilder(NISTObjectIdentifiers.id_sha256).setProvider(BC), password)
                .getEncoded();
    }

    static String read(byte[] encoded, String password) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(new ByteArrayInputStream(encoded), password.toCharArray());
        } catch (java.io.IOException e) {
            return "not loaded";
        }
        String read = store.size() + " entries";
        for (String alias : Collections.list(store.aliases())) {
            try {
                read += ", " + store.getKey(alias, password.toCharArray()).getAlgorithm();
            } catch (UnrecoverableKeyException e) {
                read += ", key not read";
            }
        }
        return read;
    }
}
JAVA
changed=
check() { # JDK EXPECTED
    "$1/bin/java" -version 2>&1 | sed -n 1p
    "$1/bin/java" -cp "$(cat path)" Store.java >seen
    cat seen
    [ "$(cat seen)" = "$2" ] || { echo "this has changed; expected:"; echo "$2"; changed=yes; }
}
check "$jdk17" 'plain ASCII 0 entries
plain umlaut not loaded
PBES2 ASCII 1 entries, EC
PBES2 umlaut not loaded
PBES1 ASCII 1 entries, EC
PBES1 umlaut not loaded
scrypt ASCII 1 entries, key not read
scrypt umlaut not loaded'
check "$jdk25" 'plain ASCII 0 entries
plain umlaut 0 entries
PBES2 ASCII 1 entries, EC
PBES2 umlaut 1 entries, EC
PBES1 ASCII 1 entries, EC
PBES1 umlaut 1 entries, key not read
scrypt ASCII 1 entries, key not read
scrypt umlaut 1 entries, key not read'
[ -z "$changed" ]
