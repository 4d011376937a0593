// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/** A configuration with its native types. */
public record ConfigResult(@JsonProperty("config") Map<String, Object> config) {}
