package dev.sennit.endpoint.description;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The caret stands under its column whatever the string holds. */
class EndpointSyntaxExceptionTest {

    @Test
    void saysWhereAndWhat() {
        EndpointSyntaxException error =
                new EndpointSyntaxException("ssl:80000:cert=x.pem", 4, "port must be 0 to 65535");

        assertEquals("ssl:80000:cert=x.pem\n    ^ port must be 0 to 65535", error.getMessage());
        assertEquals("ssl:80000:cert=x.pem", error.text());
        assertEquals(4, error.column());
        assertEquals("port must be 0 to 65535", error.problem());
        assertTrue(error.toString().endsWith("Exception:\n" + error.getMessage()));
    }

    @Test
    void escapesWhatWouldMoveTheCaret() {
        assertEquals("a\\n\\t\\u001b\\u202e:!\n                  ^ no", message("a\n\t\u001b\u202e:!", 6));
        assertEquals("e\\u0301!\n       ^ no", message("e\u0301!", 2));
        assertEquals("🙂!\n ^ no", message("🙂!", 2));
        assertEquals("\\ud83d!\n      ^ no", message("\ud83d!", 1));
    }

    @Test
    void showsOfALongStringThePartRoundTheColumn() {
        String digits = "0123456789".repeat(30);

        assertEquals(digits.substring(0, 100) + "…\n     ^ no", message(digits, 5));
        assertEquals("…" + digits.substring(90, 190) + "…\n" + " ".repeat(61) + "^ no", message(digits, 150));
        assertEquals("…" + digits.substring(200) + "\n" + " ".repeat(101) + "^ no", message(digits, 300));
        assertEquals(
                digits.substring(0, 100) + "\n" + " ".repeat(100) + "^ no", message(digits.substring(0, 100), 100));
    }

    @Test
    void pointsAtAHiddenValueAsAWhole() {
        String text = "x:password=hunter2:y=1";

        assertEquals("x:password=***:y=1\n           ^ no", message(text, 11));
        assertEquals("x:password=***:y=1\n           ^ no", message(text, 14));
        assertEquals("x:password=***:y=1\n              ^ no", message(text, 18));
        assertEquals("x:password=***\n              ^ no", message("x:password=a", 12));
    }

    private static String message(String text, int column) {
        return new EndpointSyntaxException(text, column, "no").getMessage();
    }
}
