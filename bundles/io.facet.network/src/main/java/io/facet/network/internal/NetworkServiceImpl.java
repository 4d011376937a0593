// SPDX-License-Identifier: Apache-2.0
package io.facet.network.internal;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.machine.api.MachineParticipant;
import io.facet.model.api.ModelParticipant;
import io.facet.network.api.DeviceAddress;
import io.facet.network.api.LinkLayerDevice;
import io.facet.network.api.NetworkService;
import io.facet.network.api.NewSubnet;
import io.facet.network.api.ObservedDevice;
import io.facet.network.api.Space;
import io.facet.network.api.Subnet;
import io.facet.sql.ModelTables;
import io.facet.sql.Sql;
import io.facet.store.api.SchemaScripts;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The networks of a model, on the store. */
@Component(immediate = true)
public final class NetworkServiceImpl implements NetworkService, ModelParticipant, MachineParticipant {

    private static final ModelTables TABLES = ModelTables.of("space", "subnet", "link_layer_device", "device_address");
    private static final Pattern SPACE_NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final int MAX_VLAN_TAG = 4094;
    private static final Space ALPHA = new Space(Space.ALPHA_ID, Space.ALPHA_NAME, "");

    private final SpaceTable spaces;
    private final DeviceTable devices;
    private final AddressTable addresses;

    @Activate
    public NetworkServiceImpl(@Reference Store store) {
        Sql sql = new Sql();
        spaces = new SpaceTable(sql);
        devices = new DeviceTable(sql);
        addresses = new AddressTable(sql);
        store.migrate(new SchemaScripts("network", getClass().getClassLoader(), "db/migration/network", 1));
    }

    @Override
    public List<Space> allSpaces(Transaction tx, String modelUuid) {
        return Stream.concat(Stream.of(ALPHA), spaces.spaces(tx, modelUuid).stream())
                .sorted(Comparator.comparing(Space::name))
                .toList();
    }

    @Override
    public Optional<Space> spaceByName(Transaction tx, String modelUuid, String name) {
        return name.equals(Space.ALPHA_NAME) ? Optional.of(ALPHA) : spaces.named(tx, modelUuid, name);
    }

    @Override
    public List<Subnet> allSubnets(Transaction tx, String modelUuid) {
        return spaces.subnets(tx, modelUuid).stream()
                .sorted(Comparator.comparing(Subnet::id))
                .toList();
    }

    @Override
    public Space addSpace(Transaction tx, String modelUuid, String name, String providerId) {
        if (!SPACE_NAME.matcher(name).matches()) {
            throw FacetException.notValid("space name \"" + name + "\"");
        }
        if (spaceByName(tx, modelUuid, name).isPresent()) {
            throw new FacetException(ErrorCode.ALREADY_EXISTS, "space \"" + name + "\" already exists");
        }
        Space space = new Space(UUID.randomUUID().toString(), name, providerId);
        spaces.insertSpaces(tx, modelUuid, List.of(space));
        return space;
    }

    @Override
    public void removeSpace(Transaction tx, String modelUuid, String name) {
        Space space =
                spaceByName(tx, modelUuid, name).orElseThrow(() -> FacetException.notFound("space \"" + name + "\""));
        if (space.id().equals(Space.ALPHA_ID)) {
            throw FacetException.uncoded("space \"" + Space.ALPHA_NAME + "\" cannot be removed: every model has it");
        }
        List<String> inside = allSubnets(tx, modelUuid).stream()
                .filter(subnet -> subnet.spaceId().equals(space.id()))
                .map(Subnet::cidr)
                .toList();
        if (!inside.isEmpty()) {
            throw FacetException.uncoded(
                    "space \"" + name + "\" cannot be removed: it has subnets " + String.join(", ", inside));
        }
        spaces.deleteSpace(tx, modelUuid, space.id());
    }

    @Override
    public Subnet addSubnet(Transaction tx, String modelUuid, NewSubnet added) {
        String cidr = added.cidr();
        IpRange.parse(cidr)
                .filter(range -> range.toString().equals(cidr))
                .orElseThrow(() -> FacetException.notValid("CIDR \"" + cidr + "\""));
        if (added.vlanTag() < 0 || added.vlanTag() > MAX_VLAN_TAG) {
            throw FacetException.notValid("VLAN tag " + added.vlanTag() + " (expected 0 to " + MAX_VLAN_TAG + ")");
        }
        checkSpace(tx, modelUuid, added.spaceId());
        if (spaces.subnets(tx, modelUuid).stream()
                .anyMatch(known ->
                        known.cidr().equals(cidr) && known.providerNetworkId().equals(added.providerNetworkId()))) {
            throw new FacetException(ErrorCode.ALREADY_EXISTS, "subnet \"" + cidr + "\" already exists");
        }
        Subnet subnet = new Subnet(
                UUID.randomUUID().toString(),
                cidr,
                added.providerId(),
                added.providerNetworkId(),
                added.vlanTag(),
                added.availabilityZones(),
                added.spaceId());
        spaces.insertSubnets(tx, modelUuid, List.of(subnet));
        return subnet;
    }

    @Override
    public void moveSubnets(Transaction tx, String modelUuid, Collection<String> subnetIds, String spaceId) {
        checkSpace(tx, modelUuid, spaceId);
        spaces.moveSubnets(tx, modelUuid, subnetIds, spaceId);
    }

    private void checkSpace(Transaction tx, String modelUuid, String spaceId) {
        if (allSpaces(tx, modelUuid).stream().noneMatch(space -> space.id().equals(spaceId))) {
            throw FacetException.notFound("space with id \"" + spaceId + "\"");
        }
    }

    @Override
    public Map<MachineId, List<LinkLayerDevice>> devices(
            Transaction tx, String modelUuid, Collection<MachineId> machines) {
        return devices.of(tx, modelUuid, machines).stream()
                .sorted(Comparator.comparing(LinkLayerDevice::name))
                .collect(Collectors.groupingBy(LinkLayerDevice::machine, TreeMap::new, Collectors.toList()));
    }

    @Override
    public Map<MachineId, List<DeviceAddress>> addresses(
            Transaction tx, String modelUuid, Collection<MachineId> machines) {
        return addresses.of(tx, modelUuid, machines).stream()
                .sorted(Comparator.comparing(DeviceAddress::deviceName).thenComparing(DeviceAddress::value))
                .collect(Collectors.groupingBy(DeviceAddress::machine, TreeMap::new, Collectors.toList()));
    }

    @Override
    public void setObservedConfig(
            Transaction tx,
            String modelUuid,
            MachineId machine,
            List<ObservedDevice> reported,
            boolean discoverSubnets) {
        if (reported.isEmpty()) {
            return;
        }
        ObservedChecks.check(reported);
        List<LinkLayerDevice> storedDevices = devices.of(tx, modelUuid, List.of(machine));
        List<DeviceAddress> storedAddresses = addresses.of(tx, modelUuid, List.of(machine));
        ObservedMerge.Merged merged = ObservedMerge.merge(machine, storedDevices, storedAddresses, reported);
        addresses.replace(tx, modelUuid, storedAddresses, merged.addresses());
        devices.replace(tx, modelUuid, storedDevices, merged.devices());
        if (discoverSubnets && !merged.grown().isEmpty()) {
            List<Subnet> found = SubnetDiscovery.found(reported, merged.grown(), spaces.subnets(tx, modelUuid));
            spaces.insertSubnets(tx, modelUuid, found);
        }
    }

    @Override
    public void releaseAddresses(Transaction tx, String modelUuid, Collection<MachineId> machines) {
        addresses.delete(tx, modelUuid, machines);
    }

    @Override
    public void importSpaces(Transaction tx, String modelUuid, Collection<Space> imported) {
        spaces.insertSpaces(tx, modelUuid, imported);
    }

    @Override
    public void importSubnets(Transaction tx, String modelUuid, Collection<Subnet> imported) {
        spaces.insertSubnets(tx, modelUuid, imported);
    }

    @Override
    public void importDevices(Transaction tx, String modelUuid, Collection<LinkLayerDevice> imported) {
        devices.insert(tx, modelUuid, imported);
    }

    @Override
    public void importAddresses(Transaction tx, String modelUuid, Collection<DeviceAddress> imported) {
        addresses.insert(tx, modelUuid, imported);
    }

    @Override
    public void removeMachines(Transaction tx, String modelUuid, Collection<MachineId> ids) {
        devices.delete(tx, modelUuid, ids);
        addresses.delete(tx, modelUuid, ids);
    }

    @Override
    public Map<String, Long> counts(Transaction tx, String modelUuid) {
        return TABLES.counts(
                tx,
                modelUuid,
                Map.of(
                        "spaces",
                        "space",
                        "subnets",
                        "subnet",
                        "link-layer-devices",
                        "link_layer_device",
                        "ip-addresses",
                        "device_address"));
    }

    @Override
    public void removeModel(Transaction tx, String modelUuid) {
        TABLES.remove(tx, modelUuid);
    }

    @Override
    public void moveModel(Transaction tx, String fromUuid, String toUuid) {
        TABLES.move(tx, fromUuid, toUuid);
    }
}
