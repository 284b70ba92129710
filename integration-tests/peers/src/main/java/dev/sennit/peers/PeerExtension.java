package dev.sennit.peers;

import java.lang.reflect.Parameter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link NeedsPeer} does. */
final class PeerExtension implements ExecutionCondition, ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(PeerExtension.class);
    private static final String SCOPE = "scope";
    private static final Duration END_LIMIT = Duration.ofMillis(300);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        for (NeedsPeer needs : needsOf(context)) {
            for (String role : needs.value()) {
                Optional<String> lack = runOf(context).lack(role, needs.local());
                if (lack.isPresent()) {
                    return ConditionEvaluationResult.disabled(lack.get());
                }
            }
        }
        return ConditionEvaluationResult.enabled("the peers are there");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Peer.class || type == Peers.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        try {
            return parameter.getParameter().getType() == Peers.class
                    ? new Peers(runOf(context), scopeOf(context))
                    : peerFor(parameter, context);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ParameterResolutionException("interrupted while a peer was started", interrupted);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Optional<Throwable> failure = context.getExecutionException();
        if (failure.isPresent()) {
            forEachScope(context, scope -> scope.peers().forEach(peer -> show(peer, failure.get())));
        } else {
            forEachScope(context, scope -> scope.peers().forEach(PeerExtension::refuseUnaskedEnd));
        }
    }

    private static Peer peerFor(ParameterContext parameter, ExtensionContext context) throws InterruptedException {
        Optional<NeedsPeer> own = parameter.findAnnotation(NeedsPeer.class);
        if (own.isPresent()) {
            return scopeOf(context).shared(onlyRole(own.get()), own.get().local());
        }
        ExtensionContext at = context;
        while (true) {
            Optional<NeedsPeer> declared = AnnotationSupport.findAnnotation(at.getElement(), NeedsPeer.class);
            if (declared.isPresent()) {
                return scopeOf(at)
                        .shared(onlyRole(declared.get()), declared.get().local());
            }
            at = at.getParent()
                    .orElseThrow(() -> new ParameterResolutionException("no @NeedsPeer says which peer "
                            + parameter.getParameter().getName() + " is"));
        }
    }

    private static String onlyRole(NeedsPeer declared) {
        if (declared.value().length != 1) {
            throw new ExtensionConfigurationException("@NeedsPeer names " + List.of(declared.value())
                    + ", wanted exactly one for a parameter without its own");
        }
        return declared.value()[0];
    }

    private static List<NeedsPeer> needsOf(ExtensionContext context) {
        List<NeedsPeer> all = new ArrayList<>();
        AnnotationSupport.findAnnotation(context.getElement(), NeedsPeer.class).ifPresent(all::add);
        context.getTestMethod().ifPresent(method -> {
            for (Parameter parameter : method.getParameters()) {
                AnnotationSupport.findAnnotation(parameter, NeedsPeer.class).ifPresent(all::add);
            }
        });
        return all;
    }

    private static void show(Peer peer, Throwable failure) {
        // A connection may break a moment before its peer is known to have ended.
        failure.addSuppressed(new Said(peer.report(END_LIMIT)));
    }

    private static void refuseUnaskedEnd(Peer peer) {
        if (peer.endedUnasked()) {
            throw new PeerFailed("not asked to end: " + peer.report(Duration.ZERO));
        }
    }

    private static PeerRun runOf(ExtensionContext context) {
        Store store = context.getRoot().getStore(NAMESPACE);
        return store.computeIfAbsent(
                PeerRun.class,
                type -> PeerRun.with(PeerSettings.of(context::getConfigurationParameter)),
                PeerRun.class);
    }

    private static PeerScope scopeOf(ExtensionContext context) {
        // Not computeIfAbsent alone: that would find the one of an enclosing context.
        return context.getStore(NAMESPACE)
                .computeIfAbsent(SCOPE + context.getUniqueId(), key -> new PeerScope(runOf(context)), PeerScope.class);
    }

    private static void forEachScope(ExtensionContext context, Consumer<PeerScope> action) {
        Optional<ExtensionContext> at = Optional.of(context);
        while (at.isPresent()) {
            PeerScope scope = at.get().getStore(NAMESPACE).get(SCOPE + at.get().getUniqueId(), PeerScope.class);
            if (scope != null) {
                action.accept(scope);
            }
            at = at.get().getParent();
        }
    }

    /** Carries what a peer printed into the report of a test; it has no stack. */
    private static final class Said extends Exception {
        private static final long serialVersionUID = 1L;

        Said(String report) {
            super(report, null, false, false);
        }
    }
}
