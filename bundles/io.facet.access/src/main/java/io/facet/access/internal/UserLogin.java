// SPDX-License-Identifier: Apache-2.0
package io.facet.access.internal;

import io.facet.access.api.LoginDecision.UserAccess;
import io.facet.store.api.Transaction;
import java.util.Optional;

/**
 * What the login of a user is decided on ({@code wire.md} 4.5). Read in a transaction; the slow hash is computed
 * outside of it.
 *
 * @param user the user, empty if unknown
 * @param modelAccess access to the model of the connection, empty if none
 * @param controllerOnly whether the connection names no model
 * @param allowModelAccess whether a model can be reached without access to the controller
 */
record UserLogin(Optional<AccessRows.User> user, String modelAccess, boolean controllerOnly, boolean allowModelAccess) {

    /** Salt for users that have none, so that refusing them takes as long as refusing a wrong password. */
    private static final String NO_SALT = UserPasswords.newSalt();

    static UserLogin read(
            Transaction tx, AccessRows rows, String name, String modelUuid, boolean controllerOnly, boolean allowed) {
        String modelAccess = controllerOnly ? "" : rows.modelAccess(tx, modelUuid, name);
        return new UserLogin(rows.user(tx, name), modelAccess, controllerOnly, allowed);
    }

    /** Whether the password is that of the user. Slow. */
    boolean passwordFits(String password) {
        String salt =
                user.map(AccessRows.User::salt).filter(it -> !it.isEmpty()).orElse(NO_SALT);
        String stored = user.map(AccessRows.User::passwordHash).orElse("");
        boolean same = AgentPasswords.same(
                stored.isEmpty() ? AgentPasswords.NO_HASH : stored, UserPasswords.hash(password, salt));
        // An empty password starts a flow of the reference that is not served; it never fits.
        return same && !password.isEmpty();
    }

    /** What the user may do, empty if nothing on this connection. */
    Optional<UserAccess> access() {
        String controllerAccess = user.map(AccessRows.User::controllerAccess).orElse("");
        boolean superuser = controllerAccess.equals("superuser");
        boolean controllerFits = !controllerAccess.isEmpty() || !controllerOnly && allowModelAccess;
        boolean modelFits = controllerOnly || superuser || !modelAccess.isEmpty();
        return controllerFits && modelFits
                ? Optional.of(new UserAccess(controllerAccess, modelAccess))
                : Optional.empty();
    }
}
