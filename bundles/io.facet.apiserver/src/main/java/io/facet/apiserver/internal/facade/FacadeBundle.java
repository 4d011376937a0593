// SPDX-License-Identifier: Apache-2.0
package io.facet.apiserver.internal.facade;

import org.osgi.framework.Version;

/**
 * Where a facade comes from.
 *
 * @param id bundle id
 * @param name symbolic name
 * @param version bundle version
 */
public record FacadeBundle(long id, String name, Version version) {}
