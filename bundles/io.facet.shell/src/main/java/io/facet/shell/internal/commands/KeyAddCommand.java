// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.keyupdater.api.KeyUpdaterService;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.SshKey;
import io.facet.shell.internal.completers.KeyUserCompleter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.completers.FileCompleter;

/** Authorises SSH keys. */
@Service
@Command(
        scope = "facet",
        name = "key-add",
        description = "Authorise an SSH key on a model",
        detailedDescription =
                "Machines that are started from now on let whoever has the private key log in. The key is one line as"
                        + " ssh-keygen writes it to a .pub file; give it as arguments, or the file with --file, which may hold"
                        + " several.\n"
                        + "\n"
                        + "  facet:key-add prod ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPHW5rnANaFzQoyiEdVOJ7KdWLAM+Pwgwoiam6UJ6F8m me@laptop\n"
                        + "  facet:key-add --user alice --file /home/alice/.ssh/id_ed25519.pub prod")
public final class KeyAddCommand extends ModelChangeCommand {
    /** More than any file of public keys has. */
    private static final long MAX_FILE_BYTES = 1 << 20;

    @Option(name = "--user", description = "The user whose key it is")
    @Completion(KeyUserCompleter.class)
    String user = "admin";

    @Option(name = "--file", description = "Read keys from this file, one per line")
    @Completion(FileCompleter.class)
    String file;

    @Argument(index = 1, name = "key", description = "The key", multiValued = true)
    List<String> words;

    @Reference(optional = true)
    KeyUpdaterService keys;

    @Override
    public Object execute() throws Exception {
        if ((file == null) == (words == null)) {
            throw Services.failure("Give either a key, or --file before the model.");
        }
        if (!user.matches("[a-zA-Z0-9][a-zA-Z0-9.+@_-]*")) {
            throw Services.failure("\"" + user + "\" is not a user name.");
        }
        Map<String, SshKey> added = parsed(file == null ? List.of(String.join(" ", words)) : lines());
        KeyUpdaterService keyService = Services.required(keys, KeyUpdaterService.class, "io.facet.keyupdater");
        write((tx, uuid) -> {
            Map<String, List<String>> before = keyService.keysByUser(tx, uuid);
            Map<String, String> owners = new HashMap<>();
            before.forEach((owner, lines) ->
                    lines.forEach(line -> SshKey.parse(line).ifPresent(key -> owners.put(key.fingerprint(), owner))));
            List<String> lines = new ArrayList<>(before.getOrDefault(user, List.of()));
            for (Map.Entry<String, SshKey> key : added.entrySet()) {
                String owner = owners.put(key.getValue().fingerprint(), user);
                if (owner != null) {
                    throw Services.failure(
                            "Key " + key.getValue().fingerprint() + " is authorised already, for user " + owner + ".");
                }
                lines.add(key.getKey());
            }
            keyService.importKeys(tx, uuid, Map.of(user, lines));
            return null;
        });
        added.values()
                .forEach(key -> System.out.println(
                        "Key " + key.fingerprint() + " (" + key.type() + ") is authorised for user " + user + "."));
        return null;
    }

    private List<String> lines() throws CommandException {
        try {
            Path path = Path.of(file);
            if (Files.size(path) > MAX_FILE_BYTES) {
                throw Services.failure("File " + file + " is too large to be one of public keys.");
            }
            List<String> lines = Files.readAllLines(path).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
            if (lines.isEmpty()) {
                throw Services.failure("File " + file + " holds no key.");
            }
            return lines;
        } catch (IOException e) {
            throw Services.failure("File " + file + " cannot be read as text.");
        }
    }

    /** The keys by their lines. */
    private static Map<String, SshKey> parsed(List<String> lines) throws CommandException {
        Map<String, SshKey> parsed = new LinkedHashMap<>();
        for (String line : lines) {
            // What was given is not repeated: it may be a private key.
            if (line.contains("PRIVATE KEY")) {
                throw Services.failure("That is a private key, which must not leave its owner; give the public one.");
            }
            parsed.put(
                    line,
                    SshKey.parse(line)
                            .orElseThrow(() -> Services.failure("That is no public SSH key; one looks like"
                                    + " \"ssh-ed25519 AAAA... comment\", as ssh-keygen writes it to a .pub file.")));
        }
        return parsed;
    }
}
