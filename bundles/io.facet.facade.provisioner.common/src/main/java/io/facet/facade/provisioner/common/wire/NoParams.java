// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

/** Parameters of a method that takes none. */
public record NoParams() {}
