// SPDX-License-Identifier: Apache-2.0
package io.facet.access.internal;

import io.facet.access.api.AccessService;
import io.facet.access.api.UserAccount;
import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.core.Tag;
import io.facet.machine.api.MachineParticipant;
import io.facet.model.api.ModelParticipant;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Users, agent credentials and permissions in the database. */
@Component(
        service = {AccessService.class, ModelParticipant.class, MachineParticipant.class},
        immediate = true)
public final class AccessServiceImpl implements AccessService, ModelParticipant, MachineParticipant {
    private static final List<String> CONTROLLER_ACCESS = List.of("login", "superuser");
    private static final List<String> MODEL_ACCESS = List.of("read", "write", "admin");

    private final AccessRows rows = new AccessRows();

    /** Brings the tables up to date. */
    @Activate
    public AccessServiceImpl(@Reference Store store) {
        AccessRows.migrate(store);
    }

    @Override
    public void setAgentPassword(Transaction tx, String modelUuid, String tag, String password) {
        AgentPasswords.checkLength(password);
        Tag.parse(tag);
        rows.setAgentHashes(tx, modelUuid, Map.of(tag, AgentPasswords.hash(password)));
    }

    @Override
    public String generateAgentPassword() {
        return AgentPasswords.generate();
    }

    @Override
    public void importAgentHashes(Transaction tx, String modelUuid, Map<String, String> hashes) {
        rows.setAgentHashes(tx, modelUuid, hashes);
    }

    @Override
    public List<String> agents(Transaction tx, String modelUuid) {
        return rows.agents(tx, modelUuid);
    }

    @Override
    public Map<String, String> agentHashes(Transaction tx, String modelUuid, Collection<String> tags) {
        return rows.agentHashes(tx, modelUuid, tags);
    }

    @Override
    public Map<String, String> modelUsers(Transaction tx, String modelUuid) {
        return rows.modelUsers(tx, modelUuid);
    }

    @Override
    public void removeAgents(Transaction tx, String modelUuid, Collection<String> tags) {
        rows.removeAgents(tx, modelUuid, tags);
    }

    @Override
    public void setUser(Transaction tx, String name, String password, String controllerAccess) {
        Tag.parseAs(Tag.Kind.USER, "user-" + name);
        checkOneOf("controller access", controllerAccess, CONTROLLER_ACCESS);
        writeUser(tx, name, password, controllerAccess);
    }

    @Override
    public void setUserPassword(Transaction tx, String name, String password) {
        writeUser(tx, name, password, user(tx, name).controllerAccess());
    }

    private void writeUser(Transaction tx, String name, String password, String controllerAccess) {
        if (password.isEmpty()) {
            throw FacetException.notValid("empty password for user \"" + name + "\"");
        }
        String salt = UserPasswords.newSalt();
        rows.setUser(tx, new AccessRows.User(name, salt, UserPasswords.hash(password, salt), controllerAccess));
    }

    @Override
    public void removeUser(Transaction tx, String name) {
        user(tx, name);
        rows.removeUser(tx, name);
    }

    @Override
    public List<UserAccount> users(Transaction tx) {
        Map<String, Map<String, String>> models = new HashMap<>();
        rows.permissions(tx)
                .forEach(permission -> models.computeIfAbsent(permission.userName(), user -> new HashMap<>())
                        .put(permission.modelUuid(), permission.access()));
        return rows.users(tx).stream()
                .map(user -> new UserAccount(
                        user.name(),
                        user.controllerAccess(),
                        !user.passwordHash().isEmpty(),
                        models.getOrDefault(user.name(), Map.of())))
                .toList();
    }

    @Override
    public boolean userExists(Transaction tx, String name) {
        return rows.user(tx, name)
                .filter(user -> !user.passwordHash().isEmpty())
                .isPresent();
    }

    @Override
    public void importModelUsers(Transaction tx, String modelUuid, Map<String, String> access) {
        access.forEach((user, level) -> {
            Tag.parseAs(Tag.Kind.USER, "user-" + user);
            checkOneOf("model access of user \"" + user + "\":", level, MODEL_ACCESS);
        });
        rows.setModelAccess(tx, modelUuid, access);
    }

    @Override
    public void grantModel(Transaction tx, String modelUuid, String user, String access) {
        user(tx, user);
        checkOneOf("model access", access, MODEL_ACCESS);
        rows.setModelAccess(tx, modelUuid, Map.of(user, access));
    }

    @Override
    public void revokeModel(Transaction tx, String modelUuid, String user) {
        user(tx, user);
        if (!rows.removeModelAccess(tx, modelUuid, user)) {
            throw FacetException.notFound("access of user \"" + user + "\" to the model");
        }
    }

    private AccessRows.User user(Transaction tx, String name) {
        return rows.user(tx, name).orElseThrow(() -> FacetException.notFound("user \"" + name + "\""));
    }

    @Override
    public void removeMachines(Transaction tx, String modelUuid, Collection<MachineId> ids) {
        rows.removeAgents(tx, modelUuid, ids.stream().map(MachineId::tag).toList());
    }

    @Override
    public Map<String, Long> counts(Transaction tx, String modelUuid) {
        return rows.counts(tx, modelUuid);
    }

    @Override
    public void removeModel(Transaction tx, String modelUuid) {
        rows.removeModel(tx, modelUuid);
    }

    @Override
    public void moveModel(Transaction tx, String fromUuid, String toUuid) {
        rows.moveModel(tx, fromUuid, toUuid);
    }

    private static void checkOneOf(String what, String value, List<String> allowed) {
        if (!allowed.contains(value)) {
            throw FacetException.notValid(what + " \"" + value + "\" (expected one of " + allowed + ")");
        }
    }
}
