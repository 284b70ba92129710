#!/bin/bash
# Error Prone 2.42.0 (JDK 17) takes the doc comment of an `open module` for no doc comment, and warns [NotJavadoc];
# it takes that of a `module` for one. javac and javadoc take both.
# Guess before: either both are warned of, or neither.
# What follows for a build with -Werror: a module that JUnit must reflect into says `opens PACKAGE;` for each package.
# Prints what was seen; ends with 1 if that has changed. Needs Maven, a JDK 17 and Maven Central.
set -eu
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
cat >pom.xml <<'POM'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion><groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>com.google.errorprone</groupId><artifactId>error_prone_core</artifactId><version>2.42.0</version>
  </dependency></dependencies>
</project>
POM
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=path >maven.log 2>&1 \
    || { cat maven.log; exit 2; }
exports=; for package in api file main model parser processing tree util; do
    exports="$exports -J--add-exports=jdk.compiler/com.sun.tools.javac.$package=ALL-UNNAMED"; done
opens=; for package in code comp; do opens="$opens -J--add-opens=jdk.compiler/com.sun.tools.javac.$package=ALL-UNNAMED"; done
java -version 2>&1 | sed -n 1p
seen=
for kind in module 'open module'; do
    mkdir -p "src"; printf '/** A module for a test. */\n%s finding {}\n' "$kind" >src/module-info.java
    # shellcheck disable=SC2086 # Several words each.
    javac $exports $opens -XDcompilePolicy=simple --should-stop=ifError=FLOW -processorpath "$(cat path)" \
        -Xplugin:ErrorProne -d out src/module-info.java 2>said || { cat said; exit 2; }
    count=$(grep -c '\[NotJavadoc\]' said || true)
    echo "Error Prone 2.42.0, doc comment on '$kind': $count warnings [NotJavadoc]"
    seen="$seen $count"
done
[ "$seen" = ' 0 1' ] || { echo "this has changed: seen$seen, expected 0 1"; exit 1; }
