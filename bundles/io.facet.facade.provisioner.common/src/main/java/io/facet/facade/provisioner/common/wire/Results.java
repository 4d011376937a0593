// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The results of a bulk call, one per argument. */
public record Results<R>(@JsonProperty("results") List<R> results) {}
