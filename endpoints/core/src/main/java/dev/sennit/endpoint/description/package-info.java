/**
 * The grammar of endpoint strings, free of any knowledge of types.
 *
 * <pre>
 * endpoint  = type *( ":" argument )
 * argument  = [ name "=" ] value
 * value     = *( bracketed / escaped / plain )
 * bracketed = "[" balanced text "]"          ; nothing inside needs escaping
 * escaped   = "\" any character
 * type      = letter or digit, then letters, digits, "-", "_", "+", "."     ; any case
 * name      = the same characters, case kept
 * </pre>
 *
 * <p>{@link dev.sennit.endpoint.description.EndpointDescription} is the value and
 * {@link dev.sennit.endpoint.description.ParsedDescription} the value together with where each part stood in the string,
 * so that a mistake found later, even in an endpoint nested within an argument, is reported at its column by
 * {@link dev.sennit.endpoint.description.EndpointSyntaxException}. What the arguments of a type mean is declared in
 * {@link dev.sennit.endpoint.schema}.
 *
 * <p>Four rules the drawing cannot show:
 * <ul>
 *   <li>One outer pair of brackets is removed when it encloses the whole value: {@code [::1]} is {@code ::1}. Brackets
 *       within a value also quote but stay: {@code host[a:b]} is itself. A bracket without its partner is an error
 *       unless escaped.
 *   <li>Inside brackets a backslash is an ordinary character; elsewhere it gives up its place to what follows.
 *   <li>The first unquoted {@code =} of an argument ends its name; a positional value with {@code =} is quoted.
 *   <li>Nothing is trimmed, and an empty argument is an empty positional value.
 * </ul>
 */
@NullMarked
package dev.sennit.endpoint.description;

import org.jspecify.annotations.NullMarked;
