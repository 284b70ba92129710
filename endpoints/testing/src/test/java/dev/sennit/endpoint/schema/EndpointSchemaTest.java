package dev.sennit.endpoint.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sennit.endpoint.description.EndpointSyntaxException;
import dev.sennit.endpoint.description.ParsedDescription;
import dev.sennit.endpoint.description.SourceText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A declaration gives typed access, a reference text, and no way to declare what cannot work. */
class EndpointSchemaTest {

    @Test
    void argumentsAreAskedForByTheirConstants() {
        Arguments arguments = SampleTypes.ALL.bind(EndpointRole.CLIENT, "tcp:localhost:80");

        assertEquals("localhost", arguments.get(SampleTypes.HOST));
        assertEquals(80, arguments.get(SampleTypes.TO_PORT));
        assertEquals(Duration.ofSeconds(30), arguments.get(SampleTypes.TIMEOUT));
        assertEquals(Optional.empty(), arguments.find(SampleTypes.BIND));
        assertTrue(arguments.isGiven(SampleTypes.HOST));
        assertFalse(arguments.isGiven(SampleTypes.TIMEOUT));
        assertThrows(IllegalArgumentException.class, () -> arguments.get(SampleTypes.BIND));
        assertThrows(IllegalArgumentException.class, () -> arguments.find(SampleTypes.BACKLOG));
    }

    @Test
    void secretsSurviveInTheDescriptionOnly() {
        Arguments arguments = SampleTypes.ALL.bind(EndpointRole.HOP, "socks5:h:1080:password=[a:b]");

        assertEquals("a:b", arguments.get(SampleTypes.PASSWORD).reveal());
        assertEquals("socks5:h:1080:password=[a:b]", arguments.toDescription().format());
        assertEquals("socks5:h:1080:password=***", arguments.describe());
        assertEquals("socks5:h:1080:password=***", arguments.toString());
    }

    @Test
    void theReferenceIsMadeOfTheDeclaration() {
        assertEquals("""
                tcp:PORT[:interface=…][:backlog=…][:reusePort=…][:nodelay=…][:keepalive=…]
                  Listens for TCP connections.

                  port       Port to listen on; 0 picks a free one.
                             0 to 65535; required; by position or name
                  interface  Local address to listen on; all when empty.
                             a host name or an IP address, or empty for all; optional; by position or name
                  backlog    Connections that may wait to be accepted.
                             1 to 65535; optional, default 50; by position or name
                  reusePort  Shares the port.
                             true or false; optional, default false
                  nodelay    Sends small pieces at once.
                             true or false; optional, default true
                  keepalive  Probes idle connections.
                             true or false; optional

                  tcp:8080
                  tcp:8080:interface=[::1]
                """, SampleTypes.TCP_SERVER.reference());
        assertTrue(SampleTypes.TLS_SERVER.reference().contains("  Also called ssl.\n"));
        assertTrue(SampleTypes.TLS_SERVER.reference().contains("; also privateKey\n"));
        assertTrue(SampleTypes.TLS_SERVER.reference().startsWith("tls:PORT|over=…[:key=…]"));
        assertTrue(SampleTypes.TLS_SERVER.reference().contains("0 to 65535; exactly one of port, over; by position"));
    }

    @Test
    void everyExampleIsRight() {
        for (EndpointRole role : EndpointRole.values()) {
            for (EndpointSchema schema : SampleTypes.ALL.schemas(role)) {
                schema.examples().forEach(example -> SampleTypes.ALL.bind(role, example));
            }
        }
    }

    @Test
    void typesOfModulesThatAreMissingAreNamed() {
        EndpointTypes none = EndpointTypes.of(List.of());

        assertEquals("the type 'ssl' needs the module sennit-endpoint-tls on the class path", problem(none, "ssl:443"));
        assertEquals("unknown endpoint type 'tpc'; did you mean 'tcp'? known: none", problem(none, "tpc:80"));
    }

    @ParameterizedTest
    @CsvSource({"HOP, socks, socks5", "HOP, socks5h, socks5", "HOP, sokcs4, socks4", "CLIENT, socks, socks5"})
    void aNameThatOtherProgramsUseLeadsToTheTypeThatIsMeant(EndpointRole role, String name, String meant) {
        EndpointTypes none = EndpointTypes.of(List.of());

        EndpointSyntaxException mistake =
                assertThrows(EndpointSyntaxException.class, () -> none.bind(role, name + ":localhost:1080"));
        assertEquals(
                "unknown endpoint type '" + name + "'; did you mean '" + meant + "'? known: none", mistake.problem());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "HTTPS"})
    void aNameThatATypeDeclaresAsForeignLeadsToIt(String name) {
        EndpointTypes hop = EndpointTypes.of(
                List.of(EndpointSchema.hop("http-connect", "Leads on.").foreignNames("http", "https")));

        EndpointSyntaxException mistake =
                assertThrows(EndpointSyntaxException.class, () -> hop.bind(EndpointRole.HOP, name + ":proxy:3128"));
        assertEquals(
                "unknown endpoint type '" + name.toLowerCase(Locale.ROOT)
                        + "'; did you mean 'http-connect'? known: http-connect",
                mistake.problem());
        assertFalse(
                assertThrows(EndpointSyntaxException.class, () -> hop.bind(EndpointRole.CLIENT, name + ":site:80"))
                        .problem()
                        .contains("http-connect"),
                "a hop is no client");
    }

    @Test
    void mistakesInLongTypesStayShort() {
        EndpointTypes none = EndpointTypes.of(List.of());

        assertTrue(problem(none, "x".repeat(1_000_000)).length() < 200);
    }

    @Test
    void wrappedEndpointsNestToALimit() {
        String deepest = "haproxy:".repeat(SourceText.MAX_DEPTH - 1) + "stdio";
        SampleTypes.ALL.bind(EndpointRole.SERVER, deepest);

        assertEquals("endpoints nest at most 32 deep", problem(SampleTypes.ALL, "haproxy:" + deepest));
    }

    @Test
    void typesAreListedByTheirFirstNames() {
        List<String> names = SampleTypes.ALL.schemas(EndpointRole.SERVER).stream()
                .map(EndpointSchema::name)
                .toList();

        assertEquals(names.stream().sorted().toList(), names);
        assertTrue(names.contains("tls"), "which is also called ssl, and that comes before tcp");
    }

    @Test
    void ofSeveralOneIsEnoughAndMoreAreTakenWhereThatIsTheRule() {
        EndpointSchema either = EndpointSchema.server("either", "Takes one or both.")
                .arguments(SampleTypes.PORT_OR_OVER, SampleTypes.OVER)
                .rules(ArgumentRule.atLeastOne(SampleTypes.PORT_OR_OVER, SampleTypes.OVER));
        for (String text : List.of("either:80", "either:over=stdio", "either:80:over=stdio")) {
            assertEquals(
                    text,
                    either.bind(ParsedDescription.parse(text), SampleTypes.ALL)
                            .toDescription()
                            .format());
        }
        assertThrows(
                EndpointSyntaxException.class, () -> either.bind(ParsedDescription.parse("either"), SampleTypes.ALL));
        assertTrue(either.reference().contains("; at least one of port, over"), either::reference);
    }

    @Test
    void refusesDeclarationsThatCannotWork() {
        EndpointSchema x = EndpointSchema.server("x", "");
        Argument<String> late =
                Argument.required("late", ArgumentKind.text(), "").positional();
        Argument<Arguments> another = Argument.rest("another", EndpointRole.SERVER, "");

        assertThrows(IllegalArgumentException.class, () -> x.arguments(SampleTypes.PORT, SampleTypes.TO_PORT));
        assertThrows(IllegalArgumentException.class, () -> x.arguments(SampleTypes.INTERFACE, late));
        assertThrows(IllegalArgumentException.class, () -> x.arguments(SampleTypes.WRAPPED, another));
        assertThrows(IllegalArgumentException.class, () -> EndpointTypes.of(List.of(x, x)));
        assertThrows(
                IllegalArgumentException.class,
                () -> x.rules(ArgumentRule.needs(SampleTypes.INTERFACE, SampleTypes.BACKLOG)));
        assertThrows(IllegalArgumentException.class, () -> ArgumentRule.exactlyOne(SampleTypes.PORT, SampleTypes.OVER));
        assertThrows(IllegalArgumentException.class, () -> ArgumentRule.exactlyOne(SampleTypes.OVER));
        assertThrows(IllegalArgumentException.class, () -> ArgumentRule.atLeastOne(SampleTypes.OVER));
        assertThrows(IllegalArgumentException.class, () -> EndpointSchema.server("no name", ""));
    }

    @Test
    void refusesASecretThatItsNameDoesNotMarkAsOne() {
        assertThrows(IllegalArgumentException.class, () -> Argument.optional("pin", ArgumentKind.secret(), ""));
        assertThrows(IllegalArgumentException.class, () -> SampleTypes.PASSWORD.positional());
        assertThrows(IllegalArgumentException.class, () -> SampleTypes.PASSWORD.aliases("pin"));
    }

    private static String problem(EndpointTypes types, String text) {
        return assertThrows(EndpointSyntaxException.class, () -> types.bind(EndpointRole.SERVER, text))
                .problem();
    }
}
