// SPDX-License-Identifier: Apache-2.0
/** Parameters and results of the Provisioner facade as they travel; {@code provisioner.md} section 1 says what is always present. */
package io.facet.facade.provisioner.common.wire;
