// SPDX-License-Identifier: Apache-2.0
package io.facet.model.internal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.facet.core.AgentVersion;
import io.facet.core.Constraints;
import io.facet.core.ConstraintsText;
import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.model.api.ModelInfo;
import io.facet.model.api.ModelParticipant;
import io.facet.model.api.ModelService;
import io.facet.store.api.Change;
import io.facet.store.api.ChangeFilter;
import io.facet.store.api.ChangeListener;
import io.facet.store.api.Transaction;
import io.facet.store.testing.StoreRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ModelServiceTest {
    private static final String SHOP = "6c0ee7b2-9d1f-4c9a-8a57-3f2b1e0c4d11";
    private static final String OTHER = "11111111-2222-4333-8444-555555555555";

    @Rule
    public final StoreRule store = new StoreRule();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private ModelServiceImpl models;

    @Before
    public void start() {
        models = new ModelServiceImpl(store.store(), "here", "run 2");
    }

    @Test
    public void createdModelIsListedWithTheOthersByName() {
        create(SHOP, "shop", Map.of("default-space", "internal"));
        create(OTHER, "bakery", Map.of("default-space", "internal"));

        assertThat(store.read(models::models)).extracting(ModelInfo::name).containsExactly("bakery", "shop");
        assertThat(find(SHOP)).contains(info(SHOP, "shop"));
        assertThat(find("nowhere")).isEmpty();
    }

    @Test
    public void newModelHasEveryDefaultWithItsType() {
        create(
                SHOP,
                "shop",
                Map.of("num-provision-workers", 7, "maas-agent-name", 12, "resource-tags", Map.of("a", "b c")));

        assertThat(config(SHOP))
                .containsEntry("name", "shop")
                .containsEntry("uuid", SHOP)
                .containsEntry("type", "maas")
                .containsEntry("agent-version", "4.0-beta5")
                .containsEntry("agent-stream", "released")
                .containsEntry("net-bond-reconfigure-delay", 17L)
                .containsEntry("num-provision-workers", 7L)
                .containsEntry("num-container-provision-workers", 4L)
                .containsEntry("ssl-hostname-verification", true)
                .containsEntry("development", false)
                .containsEntry("no-proxy", "127.0.0.1,localhost,::1")
                .containsEntry("storage-default-block-source", "maas")
                .containsEntry("resource-tags", Map.of("a", "b c"))
                .containsEntry("maas-agent-name", "12")
                .doesNotContainKey("extra-info")
                .doesNotContainKey("storage-default-filesystem-source");
    }

    @Test
    public void readingConfigurationCostsTwoQueries() {
        create(SHOP, "shop", Map.of("default-space", "internal"));

        assertThat(store.statementsOf(tx -> models.config(tx, SHOP))).isEqualTo(2);
    }

    @Test
    public void configurationOfAnUnknownModelIsNotFound() {
        assertThatThrownBy(() -> config(SHOP))
                .isInstanceOf(FacetException.class)
                .hasMessage("model \"" + SHOP + "\" not found");
    }

    @Test
    public void modelThatExistsIsRefused() {
        create(SHOP, "shop", Map.of("type", "maas"));

        assertThatThrownBy(() -> create(SHOP, "shop", Map.of("type", "maas")))
                .hasMessage("model " + SHOP + " already exists")
                .extracting("code")
                .isEqualTo(ErrorCode.ALREADY_EXISTS);
    }

    @Test
    public void modelThatIsBeingImportedIsRefused() {
        createHidden(SHOP, "shop");

        assertThatThrownBy(() -> create(SHOP, "shop", Map.of("type", "maas")))
                .hasMessage("model " + SHOP + " already exists: it is being imported");
    }

    @Test
    public void refusedModelLeavesNothing() {
        assertThatThrownBy(() -> create(SHOP, "shop", Map.of())).hasMessage("model config not valid");
        assertThatThrownBy(() -> create(SHOP, "shop", Map.of("name", "other")))
                .hasMessage("model config name: expected \"shop\" as in the model itself, got \"other\"");
        assertThatThrownBy(() -> create(SHOP, "shop", Map.of("type", "lxd")))
                .hasMessage("model config type: expected \"maas\" as in the model itself, got \"lxd\"");
        assertThatThrownBy(() -> create(SHOP, "shop", Map.of("uuid", OTHER)))
                .hasMessage(
                        "model config uuid: expected \"" + SHOP + "\" as in the model itself, got \"" + OTHER + "\"");
        assertThatThrownBy(() -> create("shop", "shop", Map.of("type", "maas")))
                .hasMessage("\"model-shop\" is not a valid model tag");

        assertThat(store.read(models::models)).isEmpty();
    }

    @Test
    public void watchersHearOfEachKeyThatReallyChanged() {
        create(SHOP, "shop", Map.of("default-space", "internal", "mode", "", "own-key", "x"));
        List<String> keys = watch(SHOP);

        update(
                Map.of("default-space", "internal", "image-stream", "daily"),
                List.of("mode", "own-key", "backup-dir", "nothing-there"));

        await().atMost(10, SECONDS)
                .untilAsserted(() -> assertThat(keys).containsExactly("image-stream", "mode", "own-key"));
        assertThat(config(SHOP))
                .containsEntry("image-stream", "daily")
                .as("what is reset has its default again")
                .containsEntry("mode", "requires-prompts")
                .containsEntry("backup-dir", "")
                .doesNotContainKey("own-key");
    }

    @Test
    public void newModelOfATypeOfCloudHasTheDefaultsOfIt() {
        create(SHOP, "shop", Map.of("type", "maas"));

        Map<String, Object> config = config(SHOP);
        config.keySet().removeAll(List.of("name", "uuid", "type", "agent-version"));

        assertThat(models.defaultConfig("maas"))
                .isEqualTo(config)
                .containsEntry("storage-default-block-source", "maas");
        assertThat(models.configKeys())
                .containsAll(config.keySet())
                .contains("uuid", "storage-default-filesystem-source")
                .isSorted();
    }

    @Test
    public void countsAreThoseOfAllParticipants() {
        Recorder machines = bind(models, "io.facet.machine.api.MachineService");
        Recorder storage = bind(models, "io.facet.storage.api.StorageService");
        machines.counts = Map.of("machines", 3L, "containers", 0L);
        storage.counts = Map.of("volumes", 2L);
        create(SHOP, "shop", Map.of("type", "maas"));

        assertThat(store.<Map<String, Long>>read(tx -> models.counts(tx, SHOP)))
                .isEqualTo(Map.of("machines", 3L, "volumes", 2L));
    }

    @Test
    public void watchersOfAModelHearThatItIsGone() {
        create(SHOP, "shop", Map.of("type", "maas"));
        List<String> keys = watch(SHOP);

        run(SHOP, tx -> models.remove(tx, SHOP));

        await().atMost(10, SECONDS).untilAsserted(() -> assertThat(keys).contains("name", "default-space"));
    }

    @Test
    public void updateThatChangesNothingWritesNothing() {
        create(SHOP, "shop", Map.of("default-space", "internal"));
        long before = store.read(tx -> tx.position(SHOP));

        update(Map.of("default-space", "internal", "name", "shop", "agent-version", "4.0-beta5"), List.of());

        assertThat(store.<Long>read(tx -> tx.position(SHOP))).isEqualTo(before);
    }

    @Test
    public void whatIsFixedCannotBeChanged() {
        create(SHOP, "shop", Map.of("default-space", "internal"));

        assertRefused(Map.of("name", "other"), "model config name: cannot be changed from \"shop\" to \"other\"");
        assertRefused(
                Map.of("uuid", OTHER),
                "model config uuid: cannot be changed from \"" + SHOP + "\" to \"" + OTHER + "\"");
        assertRefused(Map.of("type", "lxd"), "model config type: cannot be changed from \"maas\" to \"lxd\"");
        assertRefused(
                Map.of("agent-version", "4.0.1"),
                "model config agent-version: cannot be changed from \"4.0-beta5\" to \"4.0.1\"");
        assertRefused(
                Map.of("firewall-mode", "none"),
                "model config firewall-mode: cannot be changed from \"instance\" to \"none\"");
        assertRefused(
                Map.of("container-networking-method", "local"),
                "model config container-networking-method: cannot be changed from \"\" to \"local\"");
        assertThatThrownBy(() -> update(Map.of(), List.of("charmhub-url")))
                .hasMessage("model config charmhub-url: cannot be removed");
    }

    @Test
    public void hiddenModelIsSeenOnlyAsHiddenUntilRevealed() {
        createHidden(SHOP, "shop");

        assertThat(store.read(models::models)).isEmpty();
        assertThat(find(SHOP)).isEmpty();
        assertThat(store.read(models::hidden)).containsExactly(SHOP);

        run(SHOP, tx -> models.reveal(tx, SHOP));

        assertThat(store.read(models::models)).extracting(ModelInfo::uuid).containsExactly(SHOP);
        assertThat(store.read(models::hidden)).isEmpty();
    }

    @Test
    public void removalReachesEveryParticipant() {
        Recorder machines = bind(models, "io.facet.machine.api.MachineService");
        create(SHOP, "shop", Map.of("type", "maas"));
        run(SHOP, tx -> models.remove(tx, SHOP));

        assertThat(machines.calls).containsExactly("remove " + SHOP);
        assertThat(store.read(models::models)).isEmpty();
        create(SHOP, "shop", Map.of("type", "maas"));
    }

    @Test
    public void removalWaitsForAParticipantThatIsAway() {
        Recorder machines = bind(models, "io.facet.machine.api.MachineService");
        create(SHOP, "shop", Map.of("type", "maas"));
        models.unbindParticipant(machines, Map.of());

        assertThatThrownBy(() -> run(SHOP, tx -> models.remove(tx, SHOP)))
                .hasMessage("cannot remove model \"" + SHOP
                        + "\": not running just now: io.facet.machine.api.MachineService; try again when it is")
                .extracting("code")
                .isEqualTo(ErrorCode.TRY_AGAIN);
    }

    @Test
    public void swappedParticipantIsAskedOnce() {
        Recorder old = new Recorder();
        Recorder successor = new Recorder();
        models.bindParticipant(old, registration(1, 0));
        models.bindParticipant(successor, registration(2, 0));
        models.bindParticipant(successor, registration(3, Integer.MAX_VALUE));
        removeShop();
        assertThat(old.calls).isEmpty();
        assertThat(successor.calls).hasSize(1);

        models.unbindParticipant(old, registration(1, 0));
        models.unbindParticipant(successor, registration(3, Integer.MAX_VALUE));
        removeShop();
        assertThat(successor.calls).hasSize(2);

        models.unbindParticipant(successor, registration(2, 0));
        assertThatThrownBy(this::removeShop).hasMessageContaining("not running just now");
    }

    /** What the framework says of a registration of the machine service. */
    private static Map<String, ?> registration(long id, int ranking) {
        return Map.of(
                "objectClass",
                new String[] {ModelParticipant.class.getName(), "io.facet.machine.api.MachineService"},
                "service.id",
                id,
                "service.ranking",
                ranking);
    }

    private void removeShop() {
        create(SHOP, "shop", Map.of("type", "maas"));
        run(SHOP, tx -> models.remove(tx, SHOP));
    }

    @Test
    public void replacementTakesThePlaceOfTheModelAndTellsItsWatchers() {
        Recorder machines = bind(models, "io.facet.machine.api.MachineService");
        create(SHOP, "shop", Map.of("default-space", "internal", "old-key", "x"));
        store.write(OTHER, tx -> {
            models.create(tx, info(OTHER, "shop"), Map.of("uuid", SHOP, "default-space", "dmz"), true);
            return null;
        });
        List<String> keys = watch(SHOP);
        run(SHOP, tx -> models.replace(tx, OTHER, SHOP));

        assertThat(machines.calls).containsExactly("remove " + SHOP, "move " + OTHER + " " + SHOP);
        assertThat(config(SHOP))
                .containsEntry("uuid", SHOP)
                .containsEntry("default-space", "dmz")
                .doesNotContainKey("old-key");
        assertThat(store.read(models::models)).extracting(ModelInfo::uuid).containsExactly(SHOP);
        assertThat(store.read(models::hidden)).isEmpty();
        await().atMost(10, SECONDS).untilAsserted(() -> assertThat(keys).containsExactly("default-space", "old-key"));
    }

    @Test
    public void constraintsAreKeptReplacedAndGoWithTheirModel() {
        create(SHOP, "shop", Map.of("default-space", "internal"));
        assertThat(constraints(SHOP)).isEqualTo(Constraints.NONE);

        setConstraints(SHOP, "mem=4G tags=");
        setConstraints(SHOP, "cores=2 tags=");
        assertThat(constraints(SHOP)).isEqualTo(ConstraintsText.parse("cores=2 tags="));

        run(SHOP, tx -> models.remove(tx, SHOP));
        assertThat(constraints(SHOP)).isEqualTo(Constraints.NONE);
        assertThatThrownBy(() -> setConstraints(SHOP, "cores=2")).hasMessage("model \"" + SHOP + "\" not found");
    }

    @Test
    public void replacementBringsItsConstraints() {
        create(SHOP, "shop", Map.of("default-space", "internal"));
        setConstraints(SHOP, "cores=2");
        store.write(OTHER, tx -> {
            models.create(tx, info(OTHER, "shop"), Map.of("uuid", SHOP), true);
            return null;
        });
        setConstraints(OTHER, "cores=4");
        run(SHOP, tx -> models.replace(tx, OTHER, SHOP));

        assertThat(constraints(SHOP)).isEqualTo(ConstraintsText.parse("cores=4"));
    }

    private void setConstraints(String uuid, String text) {
        run(uuid, tx -> models.setConstraints(tx, uuid, ConstraintsText.parse(text)));
    }

    private Constraints constraints(String uuid) {
        return store.read(tx -> models.constraints(tx, uuid));
    }

    @Test
    public void onlyAHiddenModelReplaces() {
        create(SHOP, "shop", Map.of("type", "maas"));
        create(OTHER, "other", Map.of("type", "maas"));

        assertThatThrownBy(() -> run(SHOP, tx -> models.replace(tx, OTHER, SHOP)))
                .hasMessage("replacement of model \"" + SHOP + "\" by the visible model \"" + OTHER + "\" not valid");
    }

    @Test
    public void importThatWasCutOffIsSweptOnceAllParticipantsAreBack() {
        ModelServiceImpl before = new ModelServiceImpl(store.store(), "here", "run 1");
        bind(before, "io.facet.machine.api.MachineService");
        bind(before, "io.facet.storage.api.StorageService");
        store.write(SHOP, tx -> {
            before.create(tx, info(SHOP, "shop"), Map.of("type", "maas"), true);
            return null;
        });

        ModelServiceImpl after = new ModelServiceImpl(store.store(), "here", "run 2");
        Recorder machines = bind(after, "io.facet.machine.api.MachineService");
        assertThat(store.read(after::hidden)).containsExactly(SHOP);
        Recorder storage = bind(after, "io.facet.storage.api.StorageService");

        await().atMost(10, SECONDS)
                .untilAsserted(() -> assertThat(store.read(after::hidden)).isEmpty());
        assertThat(machines.calls).containsExactly("remove " + SHOP);
        assertThat(storage.calls).containsExactly("remove " + SHOP);
    }

    @Test
    public void importUnderWayIsNotSwept() {
        createHidden(SHOP, "shop");
        store.write(OTHER, tx -> {
            new ModelRows()
                    .insert(
                            tx,
                            new ModelRows.Row(OTHER, "x", "admin", "iaas", "maas", "4.0.1", 1, "elsewhere", "run 1"));
            return null;
        });
        ModelServiceImpl second = new ModelServiceImpl(store.store(), "here", "run 2");
        bind(second, "io.facet.machine.api.MachineService");
        create("aaaaaaaa-2222-4333-8444-555555555555", "third", Map.of("type", "maas"));

        assertThat(store.read(second::hidden)).containsExactlyInAnyOrder(SHOP, OTHER);
    }

    @Test
    public void installationKeepsItsName() throws Exception {
        Path file = folder.getRoot().toPath().resolve("facet").resolve("origin");
        String origin = Importer.origin(file);

        assertThat(Importer.origin(file)).isEqualTo(origin).isNotEmpty();
        Files.delete(file);
        Files.createDirectory(file);
        assertThatThrownBy(() -> Importer.origin(file)).hasMessageStartingWith("cannot use " + file);
    }

    private static final class Recorder implements ModelParticipant {
        private final List<String> calls = new CopyOnWriteArrayList<>();
        private Map<String, Long> counts = Map.of();

        @Override
        public Map<String, Long> counts(Transaction tx, String modelUuid) {
            return counts;
        }

        @Override
        public void removeModel(Transaction tx, String modelUuid) {
            calls.add("remove " + modelUuid);
        }

        @Override
        public void moveModel(Transaction tx, String fromUuid, String toUuid) {
            calls.add("move " + fromUuid + " " + toUuid);
        }
    }

    private static Recorder bind(ModelServiceImpl service, String provides) {
        Recorder recorder = new Recorder();
        service.bindParticipant(
                recorder, Map.of("objectClass", new String[] {ModelParticipant.class.getName(), provides}));
        return recorder;
    }

    private interface Work {
        void run(Transaction tx);
    }

    private void run(String modelUuid, Work work) {
        store.write(modelUuid, tx -> {
            work.run(tx);
            return null;
        });
    }

    private static ModelInfo info(String uuid, String name) {
        return new ModelInfo(uuid, name, "admin", "iaas", "maas", AgentVersion.parse("4.0-beta5"));
    }

    private void create(String uuid, String name, Map<String, Object> config) {
        run(uuid, tx -> models.create(tx, info(uuid, name), config, false));
    }

    private void createHidden(String uuid, String name) {
        run(uuid, tx -> models.create(tx, info(uuid, name), Map.of("name", name), true));
    }

    private Optional<ModelInfo> find(String uuid) {
        return store.read(tx -> models.model(tx, uuid));
    }

    private Map<String, Object> config(String uuid) {
        return store.read(tx -> models.config(tx, uuid));
    }

    private void update(Map<String, Object> set, Collection<String> remove) {
        run(SHOP, tx -> models.updateConfig(tx, SHOP, set, remove));
    }

    private void assertRefused(Map<String, Object> set, String message) {
        assertThatThrownBy(() -> update(new HashMap<>(set), List.of()))
                .hasMessage(message)
                .extracting("code")
                .isEqualTo(ErrorCode.NOT_VALID);
    }

    private List<String> watch(String modelUuid) {
        List<String> keys = new CopyOnWriteArrayList<>();
        long since = store.read(tx -> tx.position(modelUuid));
        store.changes()
                .subscribe(
                        new ChangeFilter(modelUuid, Set.of(ModelService.CONFIG_NAMESPACE), "", ""),
                        since,
                        new ChangeListener() {
                            @Override
                            public void changed(List<Change> changes) {
                                changes.forEach(change -> keys.add(change.key()));
                            }

                            @Override
                            public void lost() {
                                keys.add("lost");
                            }
                        });
        return keys;
    }
}
