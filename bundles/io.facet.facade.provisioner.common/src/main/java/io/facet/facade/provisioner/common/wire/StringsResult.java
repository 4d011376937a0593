// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** Texts; the list is left out when empty. */
public record StringsResult(@JsonProperty("result") @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> result) {}
