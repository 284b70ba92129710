/** Whether the documents say what is true: their examples are compiled and run, and their lists are compared with the sources. */
@NullMarked
package dev.sennit.integration.docs;

import org.jspecify.annotations.NullMarked;
