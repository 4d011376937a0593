// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.access.api.AccessService;
import io.facet.controller.api.ControllerService;
import io.facet.shell.internal.Controllers;
import io.facet.shell.internal.Passwords;
import io.facet.shell.internal.Services;
import io.facet.store.api.Store;
import io.facet.store.api.Transaction;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.FileCompleter;

/** What the commands that set a password have in common. */
abstract class PasswordCommand implements Action {
    @Option(name = "--ask", description = "Ask for the password instead of making a random one; needs a terminal")
    boolean ask;

    @Option(
            name = "--password-file",
            description = "Take the password from the first line of this file instead of making a random one")
    @Completion(FileCompleter.class)
    String passwordFile;

    @Reference(optional = true)
    Store store;

    @Reference(optional = true)
    AccessService access;

    @Reference(optional = true)
    ControllerService controllers;

    @Reference
    Session session;

    /** Stores the password, in the transaction of the controller's model. */
    @FunctionalInterface
    interface Change {
        void apply(AccessService access, Transaction tx, String password) throws Exception;
    }

    /** Gets the password, has it stored, and prints the sentence and a random password. */
    final void run(Change change, String done) throws Exception {
        if (ask && passwordFile != null) {
            throw Services.failure("Give either --ask or --password-file.");
        }
        AccessService present = Controllers.access(access);
        String uuid = Controllers.modelUuid(store, controllers);
        String given = ask ? Passwords.ask(session) : passwordFile == null ? null : Passwords.read(passwordFile);
        String password = given == null ? present.generateAgentPassword() : given;
        Services.write(store, uuid, tx -> {
            change.apply(present, tx, password);
            return null;
        });
        System.out.println(done);
        if (given == null) {
            System.out.println("Password, shown this once: " + password);
        }
    }
}
