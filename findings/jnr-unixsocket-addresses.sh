#!/bin/bash
# jnr-unixsocket 0.39.9 (jffi 1.4.3, JDK 17) counts the characters of a path or an abstract name and passes so many bytes of its
# UTF-8: "é" becomes the file \xC3, half a character, which no other program finds by the name, and "x€" becomes x\xE2. It also
# drops the last byte of what fills sockaddr_un: a path of 108 bytes becomes another of 107, and an abstract name of 107 ends
# with NUL. Nothing fails: bind and connect of the same library meet at the wrong place. The JDK's own channels refuse paths
# of more than 106 bytes, and take "é" as \xC3\xA9.
# Guess before: UTF-8 with the length in bytes, and an exception for what does not fit.
# What follows: paths of at most 107 bytes and names of at most 106, in ASCII alone, are the same place for both sides.
# Prints what was seen; ends with 1 if that has changed. Needs Linux, Maven, a JDK 17 and Maven Central.
set -eu
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencyManagement><dependencies>
    <dependency><groupId>com.github.jnr</groupId><artifactId>jffi</artifactId><version>1.4.3</version></dependency>
    <dependency>
      <groupId>com.github.jnr</groupId><artifactId>jffi</artifactId><version>1.4.3</version><classifier>native</classifier>
    </dependency>
  </dependencies></dependencyManagement>
  <dependencies><dependency>
    <groupId>com.github.jnr</groupId><artifactId>jnr-unixsocket</artifactId><version>0.39.9</version>
  </dependency></dependencies>
</project>
POM
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=path >maven.log 2>&1 \
    || { cat maven.log; exit 2; }
cat >Seen.java <<'JAVA'
import java.nio.file.*;
import java.util.*;
import jnr.unixsocket.*;
public class Seen {
    /** The bytes of the address after bind, as /proc/net/unix shows them: the last column, NUL as '@'. */
    static String bound(String path, String mark) throws Exception {
        try (UnixServerSocketChannel listener = UnixServerSocketChannel.open()) {
            listener.socket().bind(new UnixSocketAddress(path));
            for (String line : new String(Files.readAllBytes(Path.of("/proc/net/unix")), "ISO-8859-1").split("\n")) {
                int at = line.indexOf(mark);
                if (at >= 0) {
                    return line.substring(at + mark.length());
                }
            }
            return "nowhere";
        }
    }
    static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    }
    public static void main(String[] arguments) throws Exception {
        String folder = arguments[0] + "/";
        String name = "finding" + ProcessHandle.current().pid() + "-";
        System.out.println("path e-acute: " + hex(bound(folder + "\u00e9", folder)));
        System.out.println("path x, euro: " + hex(bound(folder + "x\u20ac", folder)));
        System.out.println("name e-acute: " + hex(bound("\0" + name + "\u00e9", name)));
        for (int length = 107; length <= 108; length++) {
            String path = folder + (length == 107 ? "p" : "q").repeat(length - folder.length());
            System.out.println("path of " + length + ": " + (folder + bound(path, folder)).length());
        }
        for (int length = 106; length <= 107; length++) {
            String full = name + "n".repeat(length - name.length());
            System.out.println("name of " + length + ": ends with " + (name + bound("\0" + full, name)).charAt(length - 1));
        }
        System.exit(0);
    }
}
JAVA
java -version 2>&1 | sed -n 1p
java -cp "$(cat path)" Seen.java "$work" | tee seen
expected='path e-acute: c3
path x, euro: 78e2
name e-acute: c3
path of 107: 107
path of 108: 107
name of 106: ends with n
name of 107: ends with @'
[ "$(cat seen)" = "$expected" ] || { echo "this has changed; expected"; echo "$expected"; exit 1; }
