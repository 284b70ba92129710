/**
 * What a server program is made of: things that start and stop.
 *
 * <p>A {@link dev.sennit.services.Service} is one such thing. A {@link dev.sennit.services.ServiceGroup} is several, which
 * start in order and stop in the opposite order; groups nest, so a program is a tree with one {@code start} and one
 * {@code stop}. An {@link dev.sennit.services.EndpointService} is one protocol on any number of endpoints; to stop it is to
 * drain it.
 *
 * <pre>{@code
 * EndpointService echo = new EndpointService(
 *         "echo", Echo::new, List.of(Endpoints.server("tcp:8007")), Duration.ofSeconds(10));
 * Service program = new ServiceGroup("program", List.of(database, echo));
 * program.start().await();
 * }</pre>
 *
 * <p>Services can be run by name, such as {@code sennit serve echo tcp:8007}.
 *
 * <p>To add one, write a {@link dev.sennit.services.ServiceType} with a public constructor without parameters and name
 * the class to the {@link java.util.ServiceLoader}, as a {@link dev.sennit.services.ServiceModule}. It declares its options as endpoint types declare their arguments
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
package dev.sennit.services;

import org.jspecify.annotations.NullMarked;
