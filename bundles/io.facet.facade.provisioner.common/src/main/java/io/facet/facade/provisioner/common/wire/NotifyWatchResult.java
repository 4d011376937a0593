// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A watcher that only tells that something happened. The key is capitalised. */
public record NotifyWatchResult(@JsonProperty("NotifyWatcherId") String id) {}
