// SPDX-License-Identifier: Apache-2.0
package io.facet.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import javax.inject.Inject;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** The commands about models and the controller, in the distribution, and a model on its way out and back. */
public class ModelCommandsIT extends ControllerTestSupport {
    private static final String WEBSHOP = WebshopModel.NAME;
    private static final String WEBSHOP_UUID = "5f0c7b1e-3a64-4d0b-8f4e-9b1d2c6a7e38";
    private static final String ELSEWHERE = "00000000-1111-4000-8000-00000000000e";

    @Inject
    private SessionFactory sessions;

    @Before
    public void addWebshop() throws Exception {
        importWebshop();
    }

    @After
    public void removeWebshop() throws Exception {
        if (shell("facet:model-list --no-format").contains(WEBSHOP_UUID)) {
            shell("facet:model-remove --force " + WEBSHOP_UUID);
        }
    }

    @Test
    public void modelIsShown() throws Exception {
        assertThat(shell("facet:model-show --no-format " + WEBSHOP))
                .contains("UUID\t" + WEBSHOP_UUID, "Cloud type\tmaas", "Contents\tmachines\t27", "Users\tadmin\tadmin");
        assertThat(shell("facet:model-show --json controller")).contains("\"cloud-type\" : \"manual\"");
        fails("facet:model-show nope", "There is no model \"nope\"");
        assertThat(completions("model-show")).contains("controller", WEBSHOP);
    }

    @Test
    public void modelIsAddedConfiguredAndRemoved() throws Exception {
        assertThat(completions("model-add", "--cloud-type")).contains("maas", "lxd");
        assertThat(completions("model-add", "--config")).contains("default-space=");
        String uuid = shell("facet:model-add --cloud-type maas --config default-space=internal staging")
                .strip();
        fails("facet:model-add staging", "User admin has a model \"staging\" already, " + uuid);
        fails("facet:model-add --owner nobody other", "There is no user \"nobody\" who can log in.");
        assertThat(shell("facet:model-show staging")).contains(uuid).doesNotContain("machines");

        assertThat(shell("facet:model-config staging default-space")).isEqualTo("internal\n");
        assertThat(shell("facet:model-config-set --no-format --reset default-space staging num-provision-workers=3"))
                .isEqualTo("default-space\tinternal\t\nnum-provision-workers\t16\t3\n");
        assertThat(shell("facet:model-config-set staging num-provision-workers=3"))
                .contains("Nothing changed");
        fails("facet:model-config staging nope", "There is no key \"nope\"");
        fails("facet:model-config-set staging firewall-mode=none", "model config firewall-mode: cannot be changed");
        fails("facet:model-config-set staging", "Nothing to change");
        assertThat(completions("model-config", "staging")).contains("default-space");
        assertThat(completions("model-config-set", "staging")).contains("default-space=");
        assertThat(completions("model-config-set", "--reset")).contains("default-space");

        assertThat(shell("facet:model-constraints staging")).contains("No constraints");
        assertThat(shell("facet:model-constraints-set --no-format staging mem=4G cores=2"))
                .isEqualTo("cores\t2\nmem\t4096\n");
        fails("facet:model-constraints-set staging mem=lots", "bad \"mem\" constraint");
        assertThat(completions("model-constraints-set", "staging")).contains("mem=");
        assertThat(completions("model-constraints")).contains("staging");
        shell("facet:machine-add staging");
        assertThat(shell("facet:machine-list --no-format staging")).contains("cores=2 mem=4096M");
        assertThat(shell("facet:model-constraints-set --clear staging")).contains("No constraints");

        assertThat(completions("model-remove")).contains("staging");
        fails(
                "facet:model-remove staging",
                "Model \"staging\" still has 1 machines; remove them first, or give --force");
        fails("facet:model-remove --force controller", "the controller's own and cannot be removed");
        assertThat(shell("facet:model-remove --force staging"))
                .contains("Removed model staging (" + uuid + "): 1 machines");
        fails("facet:model-remove staging", "There is no model \"staging\"");
    }

    @Test
    public void modelComesBackAsItWasExported() throws Exception {
        Path file = Files.createTempDirectory("facet-export").resolve("webshop.yaml");
        assertThat(shell("facet:model-export --output " + file + " " + WEBSHOP))
                .contains("Exported model webshop (" + WEBSHOP_UUID + ") to " + file + ": ", "27 machines");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        String exported = Files.readString(file);
        assertThat(shell("facet:model-export " + WEBSHOP)).isEqualTo(exported);
        String shown = shell("facet:machine-list --no-format " + WEBSHOP);

        shell("facet:model-remove --force " + WEBSHOP);
        shell("facet:model-import " + file);
        assertThat(shell("facet:machine-list --no-format " + WEBSHOP)).isEqualTo(shown);
        assertThat(shell("facet:model-export " + WEBSHOP)).isEqualTo(exported);

        String moved = exported.replace(WEBSHOP_UUID, ELSEWHERE);
        Files.writeString(file, moved);
        shell("facet:model-import " + file);
        try {
            assertThat(shell("facet:model-export " + ELSEWHERE)).isEqualTo(moved);
        } finally {
            shell("facet:model-remove --force " + ELSEWHERE);
        }
        // The model of the controller has one machine and next to nothing else.
        assertThat(shell("facet:model-export controller")).contains("api-server");
        fails("facet:model-export nope", "There is no model \"nope\"");
        fails("facet:model-export --output /nonexistent/x.yaml controller", "Cannot write /nonexistent/x.yaml");
        assertThat(completions("model-export")).contains(WEBSHOP);
    }

    @Test
    public void controllerIsShownAndConfigured() throws Exception {
        assertThat(shell("facet:controller-show --no-format"))
                .contains(
                        "API server\trunning",
                        "API port\t" + apiPort(),
                        "Version\t4.0-beta5",
                        "Addresses\t0\tagents\t");
        assertThat(shell("facet:controller-config --no-format")).contains("auditing-enabled\tyes");
        assertThat(shell("facet:controller-config auditing-enabled")).isEqualTo("true\n");
        assertThat(shell("facet:controller-config-set --no-format auditing-enabled=false features=x"))
                .isEqualTo("auditing-enabled\tyes\tno\nfeatures\t\tx\n");
        assertThat(shell("facet:controller-config-set --no-format --reset auditing-enabled --reset features"))
                .isEqualTo("auditing-enabled\tno\tyes\nfeatures\tx\t\n");
        fails("facet:controller-config nope", "There is no key \"nope\" in the configuration of the controller.");
        fails("facet:controller-config-set api-port=1", "controller config api-port: cannot be changed");
        fails("facet:controller-config-set", "Nothing to change");
        assertThat(completions("controller-config")).contains("auditing-enabled");
        assertThat(completions("controller-config-set")).contains("auditing-enabled=");
    }

    private void fails(String command, String message) {
        assertThatThrownBy(() -> shell(command)).as(command).hasStackTraceContaining(message);
    }

    /** What Tab offers for an empty word behind the given ones. */
    private List<String> completions(String command, String... words) {
        String[] typed = Arrays.copyOf(words, words.length + 1);
        typed[words.length] = "";
        return ShellCompletion.of(sessions, command, typed);
    }
}
