// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.apiserver.api.ApiServer;
import io.facet.shell.internal.Connections;
import io.facet.shell.internal.completers.UserCompleter;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Changes the password of a user. */
@Service
@Command(
        scope = "facet",
        name = "user-password",
        description = "Give a user of the API another password and end its connections",
        detailedDescription =
                "The old password is good for nothing at once, and who is connected with it has to log in again. The new one"
                        + " is random and printed this once, unless --ask or --password-file says otherwise; it is never given"
                        + " on the command line, which is kept in the history and the logs. For example:\n\n"
                        + "  facet:user-password alice")
public final class UserPasswordCommand extends PasswordCommand {
    @Argument(name = "user", description = "Name of the user", required = true)
    @Completion(UserCompleter.class)
    String user;

    @Reference(optional = true)
    ApiServer server;

    @Override
    public Object execute() throws Exception {
        run(
                (access, tx, password) -> access.setUserPassword(tx, user, password),
                "Changed the password of user " + user + ".");
        int ended = Connections.end(server, connection -> connection.authTag().equals("user-" + user));
        if (ended > 0) {
            System.out.println("Of that user " + Connections.ended(ended) + ".");
        }
        return null;
    }
}
