// SPDX-License-Identifier: Apache-2.0
package io.facet.importer.internal;

import io.facet.application.api.Unit;
import io.facet.cloud.api.CloudSpec;
import io.facet.core.Constraints;
import io.facet.model.api.ModelInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Turns the document into what the services take, checking structure and references on the way. The order is that of
 * {@code model-description.md} section 10: whatever is referred to comes first.
 */
final class DescriptionReader {
    private static final String IAAS = "iaas";

    private final Fields model;
    private final int version;
    private final Ledger ledger;

    /**
     * @throws io.facet.core.FacetException if the document is of no version that Facet reads
     */
    DescriptionReader(YamlNode.Mapping document, Ledger ledger) {
        Fields root = Fields.root(document);
        this.version = root.version(Sections.OLDEST_MODEL, Sections.NEWEST_MODEL);
        this.model = root.as("model", version);
        this.ledger = ledger;
    }

    /** Top-level keys that the format does not know. */
    List<String> unknownKeys() {
        return Sections.unknown(model);
    }

    /**
     * The whole description.
     *
     * @throws io.facet.core.FacetException naming the path in the document and what was expected
     */
    Description read() {
        ConfigReader config = new ConfigReader(model);
        String type = type();
        ModelInfo info = new ModelInfo(
                config.uuid(), config.name(), owner(), type, config.cloudType(), config.agentVersion(version));
        CloudSpec cloud = new CloudSpec(model.text("cloud"), info.cloudType(), model.text("cloud-region", ""), "");
        Constraints constraints = Blocks.constraints(model);
        Sections.keepOut(model, version, ledger);

        NetworkReader networkReader = new NetworkReader(ledger);
        var spaces = networkReader.spaces(model);
        SpaceNames spaceNames = new SpaceNames(spaces);
        var subnets = networkReader.subnets(model, spaceNames);
        MachineReader machineReader = new MachineReader(ledger, config.defaultBase());
        Description.Machines machines = machineReader.read(model);
        Description.Network network =
                new Description.Network(spaces, subnets, networkReader.devices(model), networkReader.addresses(model));
        ApplicationReader applicationReader = new ApplicationReader(ledger, type, spaceNames);
        Description.Applications read = applicationReader.read(model);

        References references = new References(machines, read);
        new NetworkCheck(network, references).run();
        ApplicationCheck check = new ApplicationCheck(references, ledger, type.equals(IAAS));
        List<Located<Unit>> units = check.placed(read.units());
        check.subordinates(applicationReader.subordinates(), units);
        check.openPorts(machineReader.portUnits(), model.where());
        new RelationCheck(references).run(model);
        Description.Storage storage = new StorageReader(ledger, references).read(model);
        AccountReader accounts = new AccountReader(model, ledger);
        accounts.checkHostKeys(references);
        Map<String, Long> sequences = new SequenceCheck(model, references, ledger).machineSequences();
        return new Description(
                info,
                config.values(),
                cloud,
                constraints,
                accounts.users(),
                accounts.keys(config.authorizedKeys()),
                sequences,
                network,
                machines,
                new Description.Applications(read.applications(), principalsFirst(units), read.hashes()),
                storage,
                accounts.images());
    }

    private String type() {
        String type = model.text("type");
        if (!type.isEmpty() && !type.equals(IAAS) && !type.equals("caas")) {
            throw model.invalid("type", "expected iaas or caas, got \"" + type + "\"");
        }
        return type.isEmpty() ? IAAS : type;
    }

    private String owner() {
        String owner = model.text("owner");
        if (owner.isEmpty()) {
            throw model.notValid("missing model owner not valid");
        }
        return owner;
    }

    private static List<Located<Unit>> principalsFirst(List<Located<Unit>> units) {
        List<Located<Unit>> ordered = new ArrayList<>(units);
        ordered.sort(Comparator.comparing(unit -> unit.value().principal().isPresent()));
        return ordered;
    }
}
