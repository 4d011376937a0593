// SPDX-License-Identifier: Apache-2.0
package io.facet.sample.api;

/** What the test bundles of services provide. */
public interface SampleService {

    /** Version of the bundle that answers. */
    String version();
}
