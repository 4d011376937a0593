// SPDX-License-Identifier: Apache-2.0
package io.facet.facade.provisioner.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facet.core.ErrorCode;
import io.facet.core.FacetException;
import io.facet.core.MachineId;
import io.facet.facade.api.Caller;
import org.assertj.core.api.SoftAssertions;
import org.junit.Test;

public class MachineAccessTest {

    private static final Caller CONTROLLER = new Caller("machine-0", Caller.Kind.MACHINE, true);
    private static final Caller NODE = new Caller("controller-0", Caller.Kind.CONTROLLER, true);
    private static final Caller MACHINE = new Caller("machine-1", Caller.Kind.MACHINE, false);
    private static final Caller CONTAINER = new Caller("machine-1-lxd-99", Caller.Kind.MACHINE, false);
    private static final Caller USER = new Caller("user-admin", Caller.Kind.USER, false);
    private static final Caller UNIT = new Caller("unit-web-0", Caller.Kind.UNIT, false);

    /** Rule M of provisioner.md section 2: who (columns) sees which machine (rows). */
    private static final String RULE_M =
            """
            id                 controller  node  machine-1  machine-1-lxd-99
            0                  yes         yes   -          -
            1                  yes         yes   yes        -
            42                 yes         yes   -          -
            0/lxd/0            yes         -     -          -
            0/lxd/99           yes         -     -          -
            0/lxd/0/lxd/0      -           -     -          -
            1/lxd/99           -           -     yes        yes
            1/kvm/3            -           -     yes        -
            1/lxd/99/lxd/100   -           -     -          yes
            42/lxd/0           -           -     -          -
            """;

    @Test
    public void machinesAreSeenByThemselvesTheirHostAndTopLevelOnesByControllers() {
        SoftAssertions all = new SoftAssertions();
        RULE_M.lines().skip(1).forEach(line -> {
            String[] cells = line.split(" +");
            MachineId id = new MachineId(cells[0]);
            Caller[] callers = {CONTROLLER, NODE, MACHINE, CONTAINER};
            for (int i = 0; i < callers.length; i++) {
                all.assertThat(new MachineAccess(callers[i]).allows(id))
                        .as(callers[i].tag() + " on " + id)
                        .isEqualTo(cells[i + 1].equals("yes"));
            }
            all.assertThat(new MachineAccess(USER).allows(id)).isFalse();
        });
        all.assertAll();
    }

    @Test
    public void onlyMachineAgentsAndControllersOpenTheFacade() {
        assertThat(new MachineAccess(CONTROLLER).mayOpen()).isTrue();
        assertThat(new MachineAccess(NODE).mayOpen()).isTrue();
        assertThat(new MachineAccess(MACHINE).mayOpen()).isTrue();
        assertThat(new MachineAccess(CONTAINER).mayOpen()).isTrue();
        assertThat(new MachineAccess(USER).mayOpen()).isFalse();
        assertThat(new MachineAccess(UNIT).mayOpen()).isFalse();
    }

    @Test
    public void tagsMayCarrySlashes() {
        assertThat(new MachineAccess(MACHINE).admit("machine-1/lxd/99")).isEqualTo(new MachineId("1/lxd/99"));
    }

    @Test
    public void badTagsAreAnsweredAsEachMethodWants() {
        MachineAccess access = new MachineAccess(CONTROLLER);
        for (String tag : new String[] {"", "nonsense", "machine-x", "unit-web-0", "machine-42-lxd-0", "machine-01"}) {
            denied(() -> access.admit(tag));
        }
        uncoded(() -> access.admitParsed(""), "\"\" is not a valid tag");
        uncoded(() -> access.admitParsed("nonsense"), "\"nonsense\" is not a valid tag");
        uncoded(() -> access.admitParsed("machine-x"), "\"machine-x\" is not a valid machine tag");
        denied(() -> access.admitParsed("unit-web-0"));
        denied(() -> access.admitParsed("machine-42-lxd-0"));
        uncoded(() -> access.admitMachineTag("nonsense"), "\"nonsense\" is not a valid tag");
        uncoded(() -> access.admitMachineTag("machine-x"), "\"machine-x\" is not a valid machine tag");
        uncoded(() -> access.admitMachineTag("unit-web-0"), "\"unit-web-0\" is not a valid machine tag");
        denied(() -> access.admitMachineTag("machine-42-lxd-0"));
    }

    private static void denied(Runnable attempt) {
        assertThatThrownBy(attempt::run).isInstanceOfSatisfying(FacetException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHORIZED);
            assertThat(e).hasMessage("permission denied");
        });
    }

    private static void uncoded(Runnable attempt, String message) {
        assertThatThrownBy(attempt::run).isInstanceOfSatisfying(FacetException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.NONE);
            assertThat(e).hasMessage(message);
        });
    }
}
