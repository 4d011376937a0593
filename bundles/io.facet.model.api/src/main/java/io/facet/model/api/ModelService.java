// SPDX-License-Identifier: Apache-2.0
package io.facet.model.api;

import io.facet.core.Constraints;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Models and their configuration ({@code provisioning-info.md} section 12). */
@ProviderType
public interface ModelService {

    /** Change namespace, in the model itself, with scope {@code ""} and the config key as key. */
    String CONFIG_NAMESPACE = "model-config";

    /** The visible model with this UUID. */
    Optional<ModelInfo> model(Transaction tx, String modelUuid);

    /** All visible models, sorted by name. */
    List<ModelInfo> models(Transaction tx);

    /**
     * The complete configuration with native JSON types ({@code String}, {@code Long}, {@code Boolean},
     * {@code Map<String, String>} for {@code resource-tags}), {@code agent-version} included.
     */
    Map<String, Object> config(Transaction tx, String modelUuid);

    /**
     * Sets and resets configuration and tells the watchers of each key that really changed.
     *
     * @param reset keys that get back the value that a new model has; without one of their own they go
     * @throws io.facet.core.FacetException naming key and value, if a key is immutable or a value does not fit
     */
    void updateConfig(Transaction tx, String modelUuid, Map<String, Object> set, Collection<String> reset);

    /** The configuration that a new model on a type of cloud has, as far as it is the same for all; native JSON types. */
    Map<String, Object> defaultConfig(String cloudType);

    /** The keys of model configuration that are known, sorted; others are kept for the provider of the cloud, as text. */
    List<String> configKeys();

    /**
     * What machines of the model must be like unless they say otherwise. Whoever adds a machine merges them into its own
     * ({@link Constraints#withFallback}); none, if the model has none.
     */
    Constraints constraints(Transaction tx, String modelUuid);

    /**
     * Replaces the constraints of a model, visible or hidden.
     *
     * @throws io.facet.core.FacetException code {@code not found}, if there is no such model
     */
    void setConstraints(Transaction tx, String modelUuid, Constraints constraints);

    /**
     * Creates a model with all defaults filled in for configuration keys that are missing.
     *
     * @param config configuration with {@code name}, {@code uuid} and {@code type}; values typed or text
     * @param hidden whether the model stays invisible until {@link #reveal}
     * @throws io.facet.core.FacetException code {@code already exists}, if a model with this UUID is visible; naming key
     *     and value, if the configuration is not valid
     */
    void create(Transaction tx, ModelInfo model, Map<String, Object> config, boolean hidden);

    /** Makes a hidden model visible. */
    void reveal(Transaction tx, String modelUuid);

    /**
     * Puts a hidden model in the place of a visible one: removes the visible model and moves all data of the hidden one
     * to its UUID.
     */
    void replace(Transaction tx, String hiddenUuid, String modelUuid);

    /**
     * How many there are of each kind of entity that the {@link ModelParticipant participants} which run just now hold of a
     * model, sorted by name; a kind of which there are none is absent.
     */
    Map<String, Long> counts(Transaction tx, String modelUuid);

    /** UUIDs of the models that are hidden. */
    List<String> hidden(Transaction tx);

    /**
     * Removes a model, visible or hidden, with all that the participants hold of it, and tells the watchers of its
     * configuration.
     *
     * @throws io.facet.core.FacetException code {@code not found}, if there is no such model; code {@code try again}, if a
     *     participant does not run just now
     */
    void remove(Transaction tx, String modelUuid);
}
