package dev.sennit.peers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A line of the launcher's table.
 *
 * @param name what {@link NeedsPeer} says
 * @param ports how many ports it listens on, 0 to 4
 * @param ready matches what it prints once it listens
 */
record Role(String name, int ports, Pattern ready) {
    private static final Pattern TABLE = Pattern.compile("^ROLES='$(.*?)^'$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LINE = Pattern.compile("^(\\w+) +(\\d) +(?:any|root) +\\S+ +(.+)$", Pattern.MULTILINE);

    Role(String name, int ports, String ready) {
        this(name, ports, Pattern.compile(ready, Pattern.MULTILINE));
    }

    /** Reads the table out of the launcher's text. */
    static Map<String, Role> table(String launcher) {
        var table = TABLE.matcher(launcher);
        if (!table.find()) {
            throw new IllegalStateException("the launcher holds no table of roles");
        }
        Map<String, Role> roles = new LinkedHashMap<>();
        var line = LINE.matcher(table.group(1));
        while (line.find()) {
            roles.put(line.group(1), new Role(line.group(1), Integer.parseInt(line.group(2)), line.group(3)));
        }
        return roles;
    }
}
