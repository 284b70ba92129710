/**
 * Services that can be run by name, such as {@code sennit serve echo tcp:8007}.
 *
 * <p>To add one, write a {@link dev.sennit.services.type.ServiceType} with a public constructor without parameters and name
 * the class to the {@link java.util.ServiceLoader}. It declares its options as endpoint types declare their arguments
 * ({@link dev.sennit.endpoint.schema.Argument}), and from that come parsing, error messages and help:
 *
 * <pre>{@code
 * public final class GreetingService implements ServiceType {
 *     private static final Argument<String> TEXT =
 *             Argument.optional("text", ArgumentKind.text(), "Hello.", "What to say.");
 *
 *     public String name() { return "greeting"; }
 *     public String help() { return "Says one line and closes."; }
 *     public List<Argument<?>> options() { return List.of(TEXT); }
 *     public ProtocolFactory<?> factory(ServiceOptions options, ServiceContext context) {
 *         return new QuoteOfTheDay(options.get(TEXT));
 *     }
 * }
 * }</pre>
 */
@NullMarked
package dev.sennit.services.type;

import org.jspecify.annotations.NullMarked;
