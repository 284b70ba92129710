package dev.sennit.peers;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Says which peers a test talks to. Where one of them cannot run the test is skipped with the reason, or fails if the
 * configuration parameter {@code peers.required} is true.
 *
 * <p>A parameter of type {@link Peer} is the peer that the parameter itself, else the method, else the class names; such
 * a declaration names exactly one. The peer of a class is shared by its tests and ends with the class, any other ends
 * with the test. A parameter of type {@link Peers} starts peers by hand. When a test fails, what its peers printed is
 * shown; a peer that ends without having been asked to fails the test.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.PARAMETER})
@Tag("peer")
@ExtendWith(PeerExtension.class)
public @interface NeedsPeer {
    /** The roles, a line each in the table of the README. */
    String[] value();

    /**
     * Whether they have to be processes of this machine, wherever other peers are: since they start a program of the
     * test's own, such as a virtual machine, or since their process ids matter. Parameters of type {@link Peers} are not
     * changed by it; see {@link Peers#local}.
     */
    boolean local() default false;
}
