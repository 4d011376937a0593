// SPDX-License-Identifier: Apache-2.0
/**
 * Measures a Facet controller from outside, as its clients see it: {@link io.facet.bench.Bench} runs the sections, each of
 * which compares things with one another in the same run.
 */
package io.facet.bench;
