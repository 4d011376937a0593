// SPDX-License-Identifier: Apache-2.0
package io.facet.access.api;

import io.facet.store.api.Transaction;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** Credentials of agents, users and their permissions. */
@ProviderType
public interface AccessService {

    /**
     * Sets the password of an agent; the old one is invalid at once. Whether the entity exists and may be changed is the
     * caller's business.
     *
     * @param tag tag of the agent, such as {@code machine-0}
     * @param password clear text, at least 24 bytes
     * @throws RuntimeException a {@code FacetException} without code:
     *     {@code password is only <n> bytes long, and is not a valid Agent password}
     */
    void setAgentPassword(Transaction tx, String modelUuid, String tag, String password);

    /** A new random agent password: Base64 of 18 random bytes. */
    String generateAgentPassword();

    /** Takes over the password hashes of agents from a model description, by tag. */
    void importAgentHashes(Transaction tx, String modelUuid, Map<String, String> hashes);

    /** The tags of the agents that have credentials, in the order of the tags. */
    List<String> agents(Transaction tx, String modelUuid);

    /** The password hashes of these agents, by tag; one without a password is absent. Secret. */
    Map<String, String> agentHashes(Transaction tx, String modelUuid, Collection<String> tags);

    /** Removes the credentials of agents; those that have none are passed over. Open connections stay. */
    void removeAgents(Transaction tx, String modelUuid, Collection<String> tags);

    /**
     * Creates or changes a user of the controller.
     *
     * @param name user name
     * @param password clear text, not empty
     * @param controllerAccess {@code login} or {@code superuser}
     */
    void setUser(Transaction tx, String name, String password, String controllerAccess);

    /**
     * Changes the password of a user, and nothing else.
     *
     * @param password clear text, not empty
     * @throws RuntimeException a {@code FacetException} with code {@code not found} if there is no such user
     */
    void setUserPassword(Transaction tx, String name, String password);

    /**
     * Removes a user from the controller and all models. Open connections stay.
     *
     * @throws RuntimeException a {@code FacetException} with code {@code not found} if there is no such user
     */
    void removeUser(Transaction tx, String name);

    /** The users, those without a password included, by name. */
    List<UserAccount> users(Transaction tx);

    /** Whether the controller has a user of this name who can log in. */
    boolean userExists(Transaction tx, String name);

    /** Access of users to a model, {@code read}, {@code write} or {@code admin}, by user name; sorted. */
    Map<String, String> modelUsers(Transaction tx, String modelUuid);

    /**
     * Gives users access to a model; users unknown to the controller are recorded without a password.
     *
     * @param access {@code read}, {@code write} or {@code admin}, by user name
     */
    void importModelUsers(Transaction tx, String modelUuid, Map<String, String> access);

    /**
     * Gives a user access to a model, in place of what there was.
     *
     * @param access {@code read}, {@code write} or {@code admin}
     * @throws RuntimeException a {@code FacetException} with code {@code not found} if there is no such user
     */
    void grantModel(Transaction tx, String modelUuid, String user, String access);

    /**
     * Takes the access of a user to a model away. Open connections stay.
     *
     * @throws RuntimeException a {@code FacetException} with code {@code not found} if there is no such user, or it has no
     *     access of its own to the model
     */
    void revokeModel(Transaction tx, String modelUuid, String user);
}
