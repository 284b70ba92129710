#!/bin/bash
# jnr-enxio 0.33.6 (jnr-unixsocket 0.39.9, jffi 1.4.3, JDK 17): its selector on Linux never waits again after the peer of a
# channel has closed that is registered for no operation: poll(2) reports the hang-up each time. Two wakeups end two selects. A wakeup
# after the selector's close writes to whatever has the descriptor by then. Opened with no descriptor left the selector throws
# nothing, takes descriptor 0 for its pipe, and its close closes standard input.
# Guess before: no operation means no event; two wakeups are one; one after the close does nothing; an IOException.
# What follows: a loop that pauses reading needs a poll(2) of its own, with the descriptor -1 while it watches for nothing.
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
import java.io.*;
import java.nio.ByteBuffer;
import java.nio.channels.*;
import java.util.*;
import jnr.enxio.channels.NativeSelectorProvider;
import jnr.unixsocket.UnixSocketChannel;
public class Seen {
    static int endedAtOnce(Selector selector, int selects) throws IOException {
        int ended = 0;
        for (int i = 0; i < selects; i++) {
            long before = System.nanoTime();
            selector.select(200);
            selector.selectedKeys().clear();
            ended += System.nanoTime() - before < 100_000_000L ? 1 : 0;
        }
        return ended;
    }
    public static void main(String[] arguments) throws Exception {
        Selector selector = NativeSelectorProvider.getInstance().openSelector();
        UnixSocketChannel[] pair = UnixSocketChannel.pair();
        pair[0].configureBlocking(false);
        SelectionKey key = pair[0].register(selector, 0);
        System.out.println("selects that end at once: " + endedAtOnce(selector, 3));
        pair[1].close();
        System.out.println("after the peer's close: " + endedAtOnce(selector, 3));
        key.cancel();
        selector.selectNow();
        selector.wakeup();
        selector.wakeup();
        System.out.println("after two wakeups: " + endedAtOnce(selector, 3));
        selector.close();
        UnixSocketChannel[] others = UnixSocketChannel.pair();
        selector.wakeup();
        int arrived = 0;
        for (UnixSocketChannel each : others) {
            each.configureBlocking(false);
            arrived += Math.max(0, each.read(ByteBuffer.allocate(10)));
        }
        System.out.println("arrived elsewhere after the close: " + arrived);
        List<FileInputStream> all = new ArrayList<>();
        try {
            while (true) {
                all.add(new FileInputStream("/dev/null"));
            }
        } catch (FileNotFoundException noneLeft) {
        }
        Selector deaf;
        try {
            deaf = NativeSelectorProvider.getInstance().openSelector();
        } catch (IOException | RuntimeException failure) {
            deaf = null;
        }
        for (FileInputStream each : all) {
            each.close();
        }
        System.out.println("opened without descriptors: " + (deaf != null));
        if (deaf != null) {
            System.out.println("standard input is open: " + new File("/proc/self/fd/0").exists());
            try {
                deaf.close();
            } catch (IOException closedTwice) {
            }
            System.out.println("after the selector's close: " + new File("/proc/self/fd/0").exists());
        }
        System.exit(0);
    }
}
JAVA
java -version 2>&1 | sed -n 1p
(ulimit -n 256; java -cp "$(cat path)" Seen.java </dev/null) | tee seen
expected="selects that end at once: 0
after the peer's close: 3
after two wakeups: 2
arrived elsewhere after the close: 1
opened without descriptors: true
standard input is open: true
after the selector's close: false"
[ "$(cat seen)" = "$expected" ] || { echo "this has changed; expected"; echo "$expected"; exit 1; }
