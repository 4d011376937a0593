// SPDX-License-Identifier: Apache-2.0
/** A provisioner with simulated instances, which shows that a model can be brought up through the TLS API alone. */
package io.facet.demo;
