// SPDX-License-Identifier: Apache-2.0
package io.facet.shell.internal.commands;

import io.facet.keyupdater.api.KeyUpdaterService;
import io.facet.shell.internal.Services;
import io.facet.shell.internal.SshKey;
import io.facet.shell.internal.completers.KeyCompleter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Takes SSH keys off a model. */
@Service
@Command(
        scope = "facet",
        name = "key-remove",
        description = "Take SSH keys off a model",
        detailedDescription =
                "Keys are given by fingerprint or comment, as key-list shows them; a comment means all keys that have"
                        + " it. Machines that run keep what they have; new ones do not get the keys any more.\n"
                        + "\n"
                        + "  facet:key-remove prod SHA256:vePiUwwQWoUKSXNPMRPVPNCe0PNMo01ofSYKS6qP+pM\n"
                        + "  facet:key-remove prod me@laptop")
public final class KeyRemoveCommand extends ModelChangeCommand {
    @Argument(
            index = 1,
            name = "key",
            description = "Fingerprints or comments of keys",
            required = true,
            multiValued = true)
    @Completion(KeyCompleter.class)
    List<String> given;

    @Reference(optional = true)
    KeyUpdaterService keys;

    @Override
    public Object execute() throws Exception {
        KeyUpdaterService keyService = Services.required(keys, KeyUpdaterService.class, "io.facet.keyupdater");
        List<String> removed = write((tx, uuid) -> {
            Map<String, List<String>> before = keyService.keysByUser(tx, uuid);
            Map<String, List<String>> after = new TreeMap<>();
            List<String> gone = new ArrayList<>();
            Set<String> unmet = new LinkedHashSet<>(given);
            before.forEach((owner, lines) -> after.put(
                    owner,
                    lines.stream()
                            .filter(line -> !meant(line, owner, unmet, gone))
                            .toList()));
            if (!unmet.isEmpty()) {
                throw Services.failure("There is no key \"" + unmet.iterator().next()
                        + "\"; facet:key-list shows those there are. Nothing was removed.");
            }
            keyService.importKeys(tx, uuid, after);
            return gone;
        });
        removed.forEach(System.out::println);
        return null;
    }

    private boolean meant(String line, String owner, Set<String> unmet, List<String> gone) {
        Optional<SshKey> key = SshKey.parse(line);
        String comment = key.map(SshKey::comment).orElse(line.substring(line.lastIndexOf(' ') + 1));
        String fingerprint = key.map(SshKey::fingerprint).orElse("");
        boolean meant = given.contains(comment) || given.contains(fingerprint);
        if (meant) {
            unmet.remove(comment);
            unmet.remove(fingerprint);
            gone.add("Key " + (comment.isEmpty() ? fingerprint : comment) + " of user " + owner + " is removed.");
        }
        return meant;
    }
}
