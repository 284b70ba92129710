/** Rules about the whole of the code that neither Maven nor the module system can see. */
@NullMarked
package dev.sennit.architecture;

import org.jspecify.annotations.NullMarked;
