package dev.sennit.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.endpoint.EndpointRegistry;
import dev.sennit.endpoint.description.EndpointSyntaxException;
import dev.sennit.endpoint.schema.Argument;
import dev.sennit.endpoint.schema.ArgumentKind;
import dev.sennit.endpoint.schema.Arguments;
import dev.sennit.endpoint.schema.EndpointRole;
import dev.sennit.endpoint.schema.EndpointTypes;
import dev.sennit.endpoint.schema.Secret;
import dev.sennit.transport.ProtocolFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ServiceOptionsTest {
    private static final Argument<Integer> LIMIT = Argument.optional(
                    "limit", ArgumentKind.integer(1, 9), 5, "How many.")
            .aliases("max");
    private static final Argument<String> NAME = Argument.required("name", ArgumentKind.text(), "Who.");
    private static final Argument<Secret> PASSWORD =
            Argument.optional("password", ArgumentKind.secret(), "What nobody may see.");
    private static final Argument<Arguments> TO =
            Argument.optional("to", ArgumentKind.endpoint(EndpointRole.CLIENT), "Where to.");
    private static final EndpointTypes ENDPOINTS = EndpointRegistry.installed().types();

    /** A service of the given name and options. */
    private record Sample(String name, List<Argument<?>> options) implements ServiceType {
        @Override
        public String help() {
            return "Does nothing.";
        }

        @Override
        public ProtocolFactory<?> factory(ServiceOptions given, ServiceContext context) {
            return transport -> data -> {};
        }
    }

    private static final ServiceType TYPE = new Sample("sample", List.of(LIMIT, NAME, PASSWORD, TO));

    private static String mistake(Map<String, String> given) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> ServiceOptions.read(TYPE, given, ENDPOINTS))
                        .getMessage());
    }

    @Test
    void readsWhatWasGivenAndFallsBackOnDefaults() {
        ServiceOptions options = ServiceOptions.read(TYPE, Map.of("name", "Ann", "max", "7"), ENDPOINTS);
        assertEquals("Ann", options.get(NAME));
        assertEquals(7, options.get(LIMIT));
        assertTrue(options.isGiven(LIMIT));
        assertFalse(options.isGiven(PASSWORD));
        assertEquals(Optional.empty(), options.find(PASSWORD));
        assertEquals(5, ServiceOptions.read(TYPE, Map.of("name", ""), ENDPOINTS).get(LIMIT));
    }

    @Test
    void pointsAtAValueOfTheWrongKind() {
        assertEquals("--limit=10\n        ^ limit must be 1 to 9", mistake(Map.of("limit", "10")));
    }

    @Test
    void findsAMistakeInAnEndpointBeforeAnythingIsOpened() {
        assertTrue(mistake(Map.of("name", "x", "to", "tcp:host:0")).contains("port must be 1 to 65535"));
    }

    @Test
    void namesWhatIsMissingUnknownOrTwice() {
        assertEquals("sample needs the option '--name'", mistake(Map.of()));
        assertEquals("sample has no option '--nmae'; did you mean '--name'?", mistake(Map.of("nmae", "x")));
        assertEquals("option '--limit' is given twice", mistake(Map.of("limit", "1", "max", "1")));
    }

    @Test
    void hidesSecrets() {
        EndpointSyntaxException failure = assertThrows(
                EndpointSyntaxException.class,
                () -> ServiceOptions.value(
                        Argument.required(
                                "password",
                                ArgumentKind.<String>of("right", text -> Optional.empty(), text -> text),
                                "A secret."),
                        "password",
                        "hunter2",
                        ENDPOINTS));
        assertFalse(failure.getMessage().contains("hunter2"), failure.getMessage());
        assertFalse(ServiceOptions.read(TYPE, Map.of("name", "x", "password", "hunter2"), ENDPOINTS)
                .toString()
                .contains("hunter2"));
    }

    @Test
    void knowsOnlyItsOwnOptions() {
        ServiceOptions options = ServiceOptions.read(TYPE, Map.of("name", "x"), ENDPOINTS);
        Argument<String> other = Argument.required("name", ArgumentKind.text(), "Another.");
        assertThrows(IllegalArgumentException.class, () -> options.get(other));
        assertThrows(IllegalArgumentException.class, () -> options.get(PASSWORD));
    }

    @Test
    void refusesServicesThatCannotBeToldApartOrTyped() {
        ServiceType same = new Sample("sample", List.of());
        assertThrows(IllegalArgumentException.class, () -> ServiceTypes.of(List.of(TYPE, same)));
        assertThrows(
                IllegalArgumentException.class, () -> ServiceTypes.of(List.of(new Sample("Not a name", List.of()))));
        Argument<String> taken = Argument.required("drain", ArgumentKind.text(), "Taken.");
        assertThrows(IllegalArgumentException.class, () -> ServiceTypes.of(List.of(new Sample("own", List.of(taken)))));
    }
}
