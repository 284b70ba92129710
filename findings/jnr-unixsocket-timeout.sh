#!/bin/bash
# jnr-unixsocket 0.39.9 (jffi 1.4.3, JDK 17): a read that UnixSocket.setSoTimeout ends throws no SocketTimeoutException. read() returns -1,
# as at the end of the stream; read(byte[]) and the channel's read return 0, so that readAllBytes never ends. What the peer
# sends afterwards is still delivered.
# Guess before: SocketTimeoutException, as java.net.Socket says.
# What follows: behind this library, -1 is the end of the stream only where no timeout is set.
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
import java.nio.ByteBuffer;
import jnr.unixsocket.*;
public class Seen {
    public static void main(String[] arguments) throws Exception {
        UnixServerSocketChannel listener = UnixServerSocketChannel.open();
        listener.socket().bind(new UnixSocketAddress(arguments[0] + "/s"));
        UnixSocketChannel channel = UnixSocketChannel.open(new UnixSocketAddress(arguments[0] + "/s"));
        UnixSocketChannel peer = listener.accept();
        UnixSocket socket = new UnixSocket(channel);
        socket.setSoTimeout(200);
        System.out.println("read(): " + socket.getInputStream().read());
        System.out.println("read(byte[]): " + socket.getInputStream().read(new byte[10]));
        System.out.println("channel: " + channel.read(ByteBuffer.allocate(10)));
        peer.write(ByteBuffer.wrap("h".getBytes()));
        System.out.println("read() once there is a byte: " + socket.getInputStream().read());
        System.exit(0);
    }
}
JAVA
java -version 2>&1 | sed -n 1p
java -cp "$(cat path)" Seen.java "$work" | tee seen
expected='read(): -1
read(byte[]): 0
channel: 0
read() once there is a byte: 104'
[ "$(cat seen)" = "$expected" ] || { echo "this has changed; expected"; echo "$expected"; exit 1; }
