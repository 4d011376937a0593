// SPDX-License-Identifier: Apache-2.0
/**
 * Measures pieces of the controller without network and container, on the plain class path: JMH runs what is annotated
 * here, in a JVM of its own.
 */
package io.facet.bench.micro;
