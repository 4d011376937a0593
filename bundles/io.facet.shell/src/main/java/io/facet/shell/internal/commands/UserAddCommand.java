// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.shell.internal.Services;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Adds a user. */
@Service
@Command(
        scope = "facet",
        name = "user-add",
        description = "Add a user of the API",
        detailedDescription =
                "The user can log in to the controller, and to models when facet:user-grant has given it access to them; a"
                        + " superuser may do everything on every model. The password is random and printed this once, unless"
                        + " --ask or --password-file says otherwise; it is never given on the command line, which is kept in"
                        + " the history and the logs. A user without a password that came with an imported model gets one and"
                        + " keeps its access. For example:\n\n"
                        + "  facet:user-add alice\n"
                        + "  facet:user-add --superuser --password-file /root/bob.txt bob")
public final class UserAddCommand extends PasswordCommand {
    @Option(name = "--superuser", description = "Let it do everything on every model")
    boolean superuser;

    @Argument(name = "user", description = "Name of the user", required = true)
    String user;

    @Override
    public Object execute() throws Exception {
        run(
                (access, tx, password) -> {
                    if (access.userExists(tx, user)) {
                        throw Services.failure("There is a user \"" + user
                                + "\" already; facet:user-password gives it another password.");
                    }
                    access.setUser(tx, user, password, superuser ? "superuser" : "login");
                },
                "Added user " + user + (superuser ? ", a superuser." : "."));
        return null;
    }
}
