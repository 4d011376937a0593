// SPDX-License-Identifier: Apache-2.0
package io.facet.network.api;

/**
 * What an agent reports of an address.
 *
 * @param value IP address without prefix length
 * @param cidr its network
 * @param configMethod {@code dhcp}, {@code static}, {@code manual} or {@code loopback}
 * @param scope scope as sent or derived
 * @param secondary whether this is not the primary address of the device
 */
public record ObservedAddress(String value, String cidr, String configMethod, String scope, boolean secondary) {}
