// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Bytes, in base64 on the wire. */
public record BytesResult(@JsonProperty("result") byte[] result) {}
