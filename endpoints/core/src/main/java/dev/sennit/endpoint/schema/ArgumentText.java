package dev.sennit.endpoint.schema;

import dev.sennit.endpoint.description.EndpointSyntaxException;
import dev.sennit.endpoint.description.SecretNames;
import dev.sennit.endpoint.description.SourceText;
import java.util.List;

/**
 * The text given for an argument, in its place in the string.
 *
 * @param name the argument's name, for messages
 * @param types the endpoint types that a nested endpoint may be of
 */
public record ArgumentText(String name, SourceText source, EndpointTypes types) {

    /** Makes the text of an argument in which no endpoints nest. */
    public ArgumentText(String name, SourceText source) {
        this(name, source, EndpointTypes.of(List.of()));
    }

    /** Returns the value's characters. */
    public String text() {
        return source.text();
    }

    /** Takes a part of the value, such as an item of a list. */
    public ArgumentText slice(int from, int to) {
        return new ArgumentText(name, source.slice(from, to), types);
    }

    /** Makes the error "NAME must be RULE" at the value's start; a value that the eye cannot make out is named too. */
    public EndpointSyntaxException mustBe(String rule) {
        String problem = name + " must be " + rule;
        boolean visible = !text().isEmpty() && text().strip().equals(text());
        return source.error(
                0, visible || SecretNames.looksSecret(name) ? problem : problem + ", not " + source.quoted());
    }
}
