// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common.wire;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_DEFAULT;
import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_EMPTY;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.facet.cloud.api.ContainerInterface;
import io.facet.core.NetworkAddress;
import io.facet.network.api.ObservedAddress;
import io.facet.network.api.ObservedDevice;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A network interface; what is always present and what only when set is in {@code networking.md} 3.4. */
public record NetworkConfig(
        @JsonProperty("device-index") int deviceIndex,
        @JsonProperty("mac-address") String macAddress,
        @JsonProperty("cidr") String cidr,
        @JsonProperty("mtu") long mtu,
        @JsonProperty("provider-id") String providerId,
        @JsonProperty("provider-network-id") String providerNetworkId,
        @JsonProperty("provider-subnet-id") String providerSubnetId,
        @JsonProperty("provider-space-id") String providerSpaceId,
        @JsonProperty("provider-address-id") String providerAddressId,
        @JsonProperty("provider-vlan-id") String providerVlanId,
        @JsonProperty("vlan-tag") int vlanTag,
        @JsonProperty("interface-name") String interfaceName,
        @JsonProperty("parent-interface-name") String parentInterfaceName,
        @JsonProperty("interface-type") String interfaceType,
        @JsonProperty("disabled") boolean disabled,
        @JsonProperty("no-auto-start") @JsonInclude(NON_DEFAULT) boolean noAutoStart,
        @JsonProperty("config-type") @JsonInclude(NON_EMPTY) String configType,
        @JsonProperty("address") @JsonInclude(NON_EMPTY) String address,
        @JsonProperty("addresses") @JsonInclude(NON_EMPTY) List<Address> addresses,
        @JsonProperty("shadow-addresses") @JsonInclude(NON_EMPTY) List<Address> shadowAddresses,
        @JsonProperty("dns-servers") @JsonInclude(NON_EMPTY) List<String> dnsServers,
        @JsonProperty("dns-search-domains") @JsonInclude(NON_EMPTY) List<String> dnsSearchDomains,
        @JsonProperty("gateway-address") @JsonInclude(NON_EMPTY) String gatewayAddress,
        @JsonProperty("routes") @JsonInclude(NON_EMPTY) List<Route> routes,
        @JsonProperty("is-default-gateway") @JsonInclude(NON_DEFAULT) boolean defaultGateway,
        @JsonProperty("virtual-port-type") @JsonInclude(NON_EMPTY) String virtualPortType,
        @JsonProperty("origin") @JsonInclude(NON_EMPTY) String origin) {

    private static final String DEFAULT_CONFIG_TYPE = "static";

    /** What a null in a list stands for. */
    static final NetworkConfig NONE = new NetworkConfig(
            0, "", "", 0, "", "", "", "", "", "", 0, "", "", "", false, false, "", "", null, null, null, null, "", null,
            false, "", "");

    public NetworkConfig {
        macAddress = Lists.text(macAddress);
        cidr = Lists.text(cidr);
        providerId = Lists.text(providerId);
        providerNetworkId = Lists.text(providerNetworkId);
        providerSubnetId = Lists.text(providerSubnetId);
        providerSpaceId = Lists.text(providerSpaceId);
        providerAddressId = Lists.text(providerAddressId);
        providerVlanId = Lists.text(providerVlanId);
        interfaceName = Lists.text(interfaceName);
        parentInterfaceName = Lists.text(parentInterfaceName);
        interfaceType = Lists.text(interfaceType);
        configType = Lists.text(configType);
        address = Lists.text(address);
        addresses = Lists.of(addresses, Address.NONE);
        shadowAddresses = Lists.of(shadowAddresses, Address.NONE);
        dnsServers = Lists.of(dnsServers, "");
        dnsSearchDomains = Lists.of(dnsSearchDomains, "");
        gatewayAddress = Lists.text(gatewayAddress);
        routes = Lists.of(routes, new Route("", "", 0));
        virtualPortType = Lists.text(virtualPortType);
        origin = Lists.text(origin);
    }

    /** The wire form of a container's interface. */
    static NetworkConfig of(ContainerInterface from) {
        List<Address> addresses = from.addresses().stream().map(Address::of).toList();
        Address first = addresses.isEmpty() ? Address.NONE : addresses.get(0);
        return new NetworkConfig(
                from.deviceIndex(),
                from.macAddress(),
                first.cidr(),
                from.mtu(),
                from.providerId(),
                from.providerNetworkId(),
                from.providerSubnetId(),
                from.providerSpaceId(),
                from.providerAddressId(),
                from.providerVlanId(),
                from.vlanTag(),
                from.name(),
                from.parentName(),
                from.type(),
                from.disabled(),
                from.noAutoStart(),
                from.configType(),
                first.value(),
                addresses,
                List.of(),
                from.dnsServers(),
                from.dnsSearchDomains(),
                from.gatewayAddress(),
                from.routes().stream().map(Route::of).toList(),
                from.defaultGateway(),
                from.virtualPortType(),
                from.origin());
    }

    /**
     * What an agent reports with this ({@code networking.md} 5.2).
     *
     * @param originIfNone stands for an origin that is missing or empty
     */
    public ObservedDevice observed(String originIfNone) {
        return new ObservedDevice(
                interfaceName,
                interfaceType,
                macAddress.replace('-', ':').toLowerCase(Locale.ROOT),
                mtu,
                parentInterfaceName,
                virtualPortType,
                !disabled,
                !noAutoStart,
                vlanTag,
                origin.isEmpty() ? originIfNone : origin,
                gatewayAddress,
                defaultGateway,
                dnsServers,
                dnsSearchDomains,
                new ObservedDevice.ProviderIds(providerId, providerNetworkId, providerSubnetId, providerAddressId),
                observedAddresses());
    }

    /** Clients before 2.9 send one address beside the interface; it counts only without the list. */
    private List<ObservedAddress> observedAddresses() {
        if (!addresses.isEmpty()) {
            return IntStream.range(0, addresses.size())
                    .mapToObj(i -> observed(addresses.get(i), i == 0))
                    .toList();
        }
        if (address.isEmpty()) {
            return List.of();
        }
        String scope = NetworkAddress.derive(address).scope();
        return List.of(new ObservedAddress(address, cidr, configTypeOr(configType), scope, false));
    }

    private ObservedAddress observed(Address from, boolean first) {
        return new ObservedAddress(
                from.value(),
                first && from.cidr().isEmpty() ? cidr : from.cidr(),
                configTypeOr(from.configType()),
                from.scope(),
                from.secondary());
    }

    /** Its own, else that of the device, else {@code static} ({@code networking.md} 1.4). */
    private String configTypeOr(String own) {
        String type = own.isEmpty() ? configType : own;
        return type.isEmpty() ? DEFAULT_CONFIG_TYPE : type;
    }

    /** An address of an interface. */
    public record Address(
            @JsonProperty("value") String value,
            @JsonProperty("cidr") @JsonInclude(NON_EMPTY) String cidr,
            @JsonProperty("type") String type,
            @JsonProperty("scope") String scope,
            @JsonProperty("space-name") @JsonInclude(NON_EMPTY) String spaceName,
            @JsonProperty("space-id") @JsonInclude(NON_EMPTY) String spaceId,
            @JsonProperty("config-type") @JsonInclude(NON_EMPTY) String configType,
            @JsonProperty("is-secondary") @JsonInclude(NON_DEFAULT) boolean secondary) {
        static final Address NONE = new Address("", "", "", "", "", "", "", false);

        public Address {
            value = Lists.text(value);
            cidr = Lists.text(cidr);
            type = Lists.text(type);
            scope = Lists.text(scope);
            spaceName = Lists.text(spaceName);
            spaceId = Lists.text(spaceId);
            configType = Lists.text(configType);
        }

        static Address of(ContainerInterface.Address from) {
            return new Address(
                    from.value(),
                    from.cidr(),
                    from.type(),
                    from.scope(),
                    from.spaceName(),
                    "",
                    from.configType(),
                    false);
        }
    }

    /** A static route. */
    public record Route(
            @JsonProperty("destination-cidr") String destinationCidr,
            @JsonProperty("gateway-ip") String gatewayIp,
            @JsonProperty("metric") int metric) {
        public Route {
            destinationCidr = Lists.text(destinationCidr);
            gatewayIp = Lists.text(gatewayIp);
        }

        static Route of(ContainerInterface.Route from) {
            return new Route(from.destinationCidr(), from.gatewayIp(), from.metric());
        }
    }
}
