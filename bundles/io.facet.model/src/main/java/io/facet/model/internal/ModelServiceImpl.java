// SPDX-License-Identifier: Apache-2.0
package io.facet.model.internal;

import static org.osgi.service.component.annotations.ReferenceCardinality.MULTIPLE;
import static org.osgi.service.component.annotations.ReferencePolicy.DYNAMIC;
import static org.osgi.service.component.annotations.ReferencePolicyOption.GREEDY;

import io.facet.core.Constraints;
import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.core.Tag;
import io.facet.model.api.ModelInfo;
import io.facet.model.api.ModelParticipant;
import io.facet.model.api.ModelService;
import io.facet.store.api.SchemaScripts;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Models and their configuration in the database. */
@Component(service = ModelService.class, immediate = true)
public final class ModelServiceImpl implements ModelService {

    private final ModelRows rows = new ModelRows();
    private final Participants participants = new Participants();
    private final Importer importer;
    private final LeftoverSweep sweep;

    /** Brings the tables up to date, and has the imports swept that an earlier run left behind. */
    @Activate
    public ModelServiceImpl(@Reference Store store, BundleContext context) {
        this(store, Importer.of(context));
    }

    /** A service without a container around it, for an installation and one of its runs. */
    public ModelServiceImpl(Store store, String origin, String session) {
        this(store, new Importer(origin, session));
    }

    private ModelServiceImpl(Store store, Importer importer) {
        this.importer = importer;
        store.migrate(new SchemaScripts("model", ModelServiceImpl.class.getClassLoader(), "db/migration/model", 2));
        this.sweep = new LeftoverSweep(store, rows, participants, importer);
    }

    /** Adds a service that holds data of models, with the properties of its registration. */
    @Reference(cardinality = MULTIPLE, policy = DYNAMIC, policyOption = GREEDY)
    public void bindParticipant(ModelParticipant participant, Map<String, ?> properties) {
        sweep.arrived(participants.add(participant, properties));
    }

    /** Drops a registration that has gone; the service may have another one. */
    public void unbindParticipant(ModelParticipant participant, Map<String, ?> properties) {
        participants.remove(participant, properties);
    }

    @Override
    public Optional<ModelInfo> model(Transaction tx, String modelUuid) {
        return rows.find(tx, modelUuid).filter(row -> !row.isHidden()).map(ModelRows.Row::info);
    }

    @Override
    public List<ModelInfo> models(Transaction tx) {
        return rows.all(tx, false).stream().map(ModelRows.Row::info).toList();
    }

    @Override
    public List<String> hidden(Transaction tx) {
        return rows.all(tx, true).stream().map(ModelRows.Row::modelUuid).toList();
    }

    @Override
    public Map<String, Object> config(Transaction tx, String modelUuid) {
        ModelRows.Row model = existing(tx, modelUuid);
        Map<String, Object> config = values(rows.config(tx, modelUuid));
        config.putAll(ofTheModel(model));
        return config;
    }

    @Override
    public void updateConfig(Transaction tx, String modelUuid, Map<String, Object> set, Collection<String> reset) {
        ModelRows.Row model = existing(tx, modelUuid);
        Map<String, String> fixed = ofTheModel(model);
        Map<String, String> before = rows.config(tx, modelUuid);
        before.putAll(fixed);
        Map<String, String> after = ConfigSchema.changed(model.cloudType(), before, set, reset);
        after.keySet().removeAll(fixed.keySet());
        before.keySet().removeAll(fixed.keySet());
        write(tx, modelUuid, before, after);
    }

    @Override
    public Map<String, Object> defaultConfig(String cloudType) {
        return values(ConfigSchema.initial(cloudType, Map.of()));
    }

    @Override
    public List<String> configKeys() {
        return ConfigSchema.known();
    }

    @Override
    public Constraints constraints(Transaction tx, String modelUuid) {
        return rows.constraints(tx, modelUuid).orElse(Constraints.NONE);
    }

    @Override
    public void setConstraints(Transaction tx, String modelUuid, Constraints constraints) {
        existing(tx, modelUuid);
        rows.setConstraints(tx, modelUuid, constraints);
    }

    @Override
    public void create(Transaction tx, ModelInfo model, Map<String, Object> config, boolean hidden) {
        refuseTaken(tx, model.uuid());
        checkIdentity(model, config, hidden);
        Map<String, String> stored = ConfigSchema.initial(model.cloudType(), config);
        rows.insert(
                tx,
                new ModelRows.Row(
                        model.uuid(),
                        model.name(),
                        model.owner(),
                        model.type(),
                        model.cloudType(),
                        model.agentVersion().toString(),
                        hidden ? 1 : 0,
                        importer.origin(),
                        importer.session()));
        rows.setConfig(tx, model.uuid(), stored);
        participants.running().forEach(name -> rows.addParticipant(tx, name));
    }

    @Override
    public void reveal(Transaction tx, String modelUuid) {
        existing(tx, modelUuid);
        rows.show(tx, modelUuid);
    }

    @Override
    public void replace(Transaction tx, String hiddenUuid, String modelUuid) {
        ModelRows.Row replacement = existing(tx, hiddenUuid);
        if (!replacement.isHidden()) {
            throw FacetException.notValid(
                    "replacement of model \"" + modelUuid + "\" by the visible model \"" + hiddenUuid + "\"");
        }
        ModelRows.Row replaced = existing(tx, modelUuid);
        Map<String, String> before = rows.config(tx, modelUuid);
        before.putAll(ofTheModel(replaced));
        Collection<ModelParticipant> all =
                participants.all(rows.participants(tx), "replace model \"" + modelUuid + "\"");
        all.forEach(participant -> participant.removeModel(tx, modelUuid));
        rows.remove(tx, modelUuid);
        all.forEach(participant -> participant.moveModel(tx, hiddenUuid, modelUuid));
        rows.move(tx, hiddenUuid, modelUuid);
        rows.show(tx, modelUuid);
        Map<String, String> after = rows.config(tx, modelUuid);
        after.putAll(ofTheModel(replacement));
        after.put("uuid", modelUuid);
        tellOfChanges(tx, before, after);
    }

    @Override
    public Map<String, Long> counts(Transaction tx, String modelUuid) {
        Map<String, Long> counts = new TreeMap<>();
        participants.best().forEach(participant -> participant
                .counts(tx, modelUuid)
                .forEach((kind, count) -> counts.merge(kind, count, Long::sum)));
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    @Override
    public void remove(Transaction tx, String modelUuid) {
        ModelRows.Row removed = existing(tx, modelUuid);
        Map<String, String> before = rows.config(tx, modelUuid);
        before.putAll(ofTheModel(removed));
        participants
                .all(rows.participants(tx), "remove model \"" + modelUuid + "\"")
                .forEach(participant -> participant.removeModel(tx, modelUuid));
        rows.remove(tx, modelUuid);
        tellOfChanges(tx, before, Map.of());
    }

    private void write(Transaction tx, String modelUuid, Map<String, String> before, Map<String, String> after) {
        Map<String, String> written = new LinkedHashMap<>(after);
        written.entrySet().removeIf(entry -> entry.getValue().equals(before.get(entry.getKey())));
        Set<String> removed = new TreeSet<>(before.keySet());
        removed.removeAll(after.keySet());
        rows.setConfig(tx, modelUuid, written);
        rows.removeConfig(tx, modelUuid, removed);
        tellOfChanges(tx, before, after);
    }

    private static void tellOfChanges(Transaction tx, Map<String, String> before, Map<String, String> after) {
        Set<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        for (String key : keys) {
            if (!Objects.equals(before.get(key), after.get(key))) {
                tx.changed(CONFIG_NAMESPACE, "", key, "");
            }
        }
    }

    private ModelRows.Row existing(Transaction tx, String modelUuid) {
        return rows.find(tx, modelUuid).orElseThrow(() -> FacetException.notFound("model \"" + modelUuid + "\""));
    }

    private void refuseTaken(Transaction tx, String modelUuid) {
        rows.find(tx, modelUuid).ifPresent(row -> {
            throw new FacetException(
                    ErrorCode.ALREADY_EXISTS,
                    "model " + modelUuid + " already exists" + (row.isHidden() ? ": it is being imported" : ""));
        });
    }

    /** The record is what counts; a configuration that says otherwise is a mistake of the caller. */
    private static void checkIdentity(ModelInfo model, Map<String, Object> config, boolean hidden) {
        if (config.isEmpty()) {
            throw FacetException.notValid("model config");
        }
        Tag.parse("model-" + model.uuid());
        checkSame(config, "name", model.name());
        checkSame(config, "type", model.cloudType());
        // A model that waits to replace another lies under a UUID of its own until then.
        if (!hidden) {
            checkSame(config, "uuid", model.uuid());
        }
        if (model.name().isEmpty() || model.cloudType().isEmpty()) {
            throw ConfigSchema.refused(model.name().isEmpty() ? "name" : "type", "expected string, got string(\"\")");
        }
    }

    private static void checkSame(Map<String, Object> config, String key, String expected) {
        Object value = config.getOrDefault(key, expected);
        if (!expected.equals(value)) {
            throw ConfigSchema.refused(
                    key, "expected \"" + expected + "\" as in the model itself, got \"" + value + "\"");
        }
    }

    private static Map<String, Object> values(Map<String, String> stored) {
        Map<String, Object> values = new LinkedHashMap<>();
        stored.forEach((key, value) -> values.put(key, ConfigSchema.toValue(key, value)));
        return values;
    }

    private static Map<String, String> ofTheModel(ModelRows.Row model) {
        return Map.of(
                "name", model.name(),
                "uuid", model.modelUuid(),
                "type", model.cloudType(),
                "agent-version", model.agentVersion());
    }
}
