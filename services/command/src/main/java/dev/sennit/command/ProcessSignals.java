package dev.sennit.command;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Consumer;

/**
 * The signals that this process receives.
 *
 * <p>A shutdown hook would not do: it cannot tell a second signal, nor have the process end with 0. What can is
 * {@code sun.misc.Signal}, of the supported module jdk.unsupported, which javac warns of whatever it is told; so it is
 * reached by reflection. A Java without it leaves signals as they are.
 */
final class ProcessSignals implements Signals {
    private static final Logger LOG = System.getLogger(ProcessSignals.class.getName());

    @Override
    public void onStop(List<String> names, Consumer<StopSignal> handler) {
        for (String name : names) {
            try {
                handle(name, handler);
            } catch (ReflectiveOperationException | IllegalArgumentException refused) {
                LOG.log(Level.DEBUG, "cannot handle the signal " + name, refused);
            }
        }
    }

    private static void handle(String name, Consumer<StopSignal> handler) throws ReflectiveOperationException {
        Class<?> signalType = Class.forName("sun.misc.Signal");
        Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
        Object signal = signalType.getConstructor(String.class).newInstance(name);
        int number = (int) signalType.getMethod("getNumber").invoke(signal);
        Object proxy = Proxy.newProxyInstance(
                handlerType.getClassLoader(), new Class<?>[] {handlerType}, (self, method, arguments) -> {
                    if (method.getName().equals("handle")) {
                        handler.accept(new StopSignal(name, number, System.nanoTime()));
                        return null;
                    }
                    return method.invoke(handler, arguments);
                });
        try {
            signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, proxy);
        } catch (InvocationTargetException refused) {
            throw new IllegalArgumentException("the Java runtime keeps this signal for itself", refused);
        }
    }
}
