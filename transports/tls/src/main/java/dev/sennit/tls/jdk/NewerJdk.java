package dev.sennit.tls.jdk;

import dev.sennit.transport.bytes.Bytes;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Methods for TLS that the JDK has from a later version than 17 on. */
final class NewerJdk {
    private static final String BINDING_LABEL = "EXPORTER-Channel-Binding";
    private static final int BINDING_BYTES = 32;

    /** {@code SSLParameters.setNamedGroups(String[])}, from 20 on. */
    private static final @Nullable Method NAMED_GROUPS = method(SSLParameters.class, "setNamedGroups", String[].class);

    /** {@code ExtendedSSLSession.exportKeyingMaterialData(String, byte[], int)}, from 25 on. */
    private static final @Nullable Method EXPORTER =
            method(ExtendedSSLSession.class, "exportKeyingMaterialData", String.class, byte[].class, int.class);

    private NewerJdk() {}

    /** Sets the groups, best first, if this JDK can. */
    static void namedGroups(SSLParameters parameters, String[] names) {
        if (NAMED_GROUPS != null) {
            call(NAMED_GROUPS, parameters, (Object) names);
        }
    }

    /** Returns the channel binding {@code tls-exporter} (RFC 9266), if this JDK exports it. */
    static Optional<Bytes> channelBinding(SSLSession session) {
        if (EXPORTER == null || !(session instanceof ExtendedSSLSession)) {
            return Optional.empty();
        }
        return call(EXPORTER, session, BINDING_LABEL, new byte[0], BINDING_BYTES)
                .map(exported -> Bytes.copyOf((byte[]) exported));
    }

    private static @Nullable Method method(Class<?> type, String name, Class<?>... parameters) {
        try {
            return type.getMethod(name, parameters);
        } catch (NoSuchMethodException older) {
            return null;
        }
    }

    /** Returns the result; empty if the provider has none for this session. */
    private static Optional<Object> call(Method method, Object on, Object... arguments) {
        try {
            return Optional.ofNullable(method.invoke(on, arguments));
        } catch (InvocationTargetException | IllegalAccessException cannot) {
            return Optional.empty();
        }
    }
}
