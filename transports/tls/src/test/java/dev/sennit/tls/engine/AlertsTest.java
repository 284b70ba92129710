package dev.sennit.tls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertsTest {
    @ParameterizedTest
    @CsvSource({
        "48, unknown_ca (48)",
        "120, no_application_protocol (120)",
        "21, decryption_failed (21)",
        "200, alert 200",
        "255, alert 255"
    })
    void namesAnAlertOrShowsItsNumber(int alert, String text) {
        assertEquals(text, Alerts.text(alert));
    }

    @ParameterizedTest
    @CsvSource({
        "42, true, it does not accept our certificate",
        "42, false, 'it wants a certificate of ours, and was shown none'",
        "48, true, it does not know who issued our certificate",
        "112, true, it does not know the name that we asked for",
    })
    void saysWhatAReceivedAlertMeans(int alert, boolean shown, String hint) {
        assertEquals(
                "TLS: the peer ended the handshake with the alert " + Alerts.text(alert) + ": " + hint,
                Alerts.received(alert, false, shown).getMessage());
    }

    @ParameterizedTest
    @CsvSource({"50", "200"})
    void saysNoMoreOfAnAlertWithoutAMeaning(int alert) {
        assertEquals(
                "TLS: the peer ended the connection with the alert " + Alerts.text(alert),
                Alerts.received(alert, true, true).getMessage());
    }
}
